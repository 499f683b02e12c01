import HTTPTypes
import Hummingbird
import RegistryApplication
import ServiceRuntime
import Wire

extension RegistryAPI {
    /// The largest file.
    ///
    /// Units: bytes.
    static let fileLimit = 16 << 20

    var importEndpoints: [Endpoint] {
        [
            importing("areas", operation: "importAreas", columns: "code,name,boundary") { [importAreas] input in
                try await importAreas(
                    input.bytes, scope: ActingScope(input.principal), now: input.now, on: ImportWork())
            },
            importing("organisations", operation: "importOrganisations", columns: "code,name,kind,area") {
                [importOrganisations] input in
                try await importOrganisations(
                    input.bytes, scope: ActingScope(input.principal), now: input.now, on: ImportWork())
            },
            importing(
                "members", operation: "importMembers",
                columns: "member_no,name,phone,home_area,organisation_code,skills"
            ) {
                [importMembers] input in
                try await importMembers(
                    input.bytes, scope: ActingScope(input.principal), now: input.now, on: ImportWork())
            },
        ]
    }

    private func importing(
        _ what: String, operation: String, columns: String,
        _ run: @escaping @Sendable (AuthenticatedRequest) async throws -> ImportReport
    ) -> Endpoint {
        .authenticated(
            .post, "/v1/imports/\(what)", operation: operation,
            summary: "Imports \(what) from UTF-8 CSV with the columns \(columns), in any order.",
            roles: .any(.manager, .service), body: .bytes(types: ["text/csv"], limit: Self.fileLimit),
            answers: [
                .init(.ok, "What came of each row; the good ones are stored whatever the others are.", Self.report),
                .init(.unprocessableContent, "Nothing of the file can be used."),
                .init(.serviceUnavailable, "Another import runs; come back in a moment."),
            ]
        ) { [importTurn] input in
            .json(.ok, ReportBody(report: try await importTurn.take { try await run(input) }))
        }
    }

    private static let report = Schema.object(
        name: "ImportReport",
        [
            .init("created", .integer(0...Int64.max), unit: "rows", "Rows that made something new."),
            .init("changed", .integer(0...Int64.max), unit: "rows", "Rows that changed something."),
            .init("unchanged", .integer(0...Int64.max), unit: "rows", "Rows that said what was known."),
            .init(
                "normalised", .integer(0...Int64.max), unit: "rows",
                "Accepted rows in which full-width or invisible characters were made plain."),
            .init(
                "rejected",
                .array(
                    of: .object([
                        .init("line", .integer(1...Int64.max), "The line in the file, counted from 1."),
                        .init("reason", .string(), "Why the row was left out, in Chinese."),
                    ])), "The rows that were left out, in the order of their lines."),
        ])
}

/// An import's report as JSON.
struct ReportBody: WireEncodable {
    let report: ImportReport

    func encode(to writer: inout ObjectWriter) {
        writer.field("created", report.created)
        writer.field("changed", report.changed)
        writer.field("unchanged", report.unchanged)
        writer.field("normalised", report.normalised)
        writer.array("rejected", report.rejected) { writer, row in
            writer.object { object in
                object.field("line", row.line)
                object.field("reason", row.fault.reason)
            }
        }
    }
}
