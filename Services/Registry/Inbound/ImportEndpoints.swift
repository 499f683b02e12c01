import City
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
                    input.bytes, scope: AccessScope(input.principal), now: input.now, on: ImportWork())
            },
            importing("organisations", operation: "importOrganisations", columns: "code,name,kind,area") {
                [importOrganisations] input in
                try await importOrganisations(
                    input.bytes, scope: AccessScope(input.principal), now: input.now, on: ImportWork())
            },
            importing(
                "members", operation: "importMembers",
                columns: "member_no,name,phone,home_area,organisation_code,skills"
            ) {
                [importMembers] input in
                try await importMembers(
                    input.bytes, scope: AccessScope(input.principal), now: input.now, on: ImportWork())
            },
        ]
    }

    private func importing(
        _ what: String, operation: String, columns: String,
        _ run: @escaping @Sendable (AuthenticatedRequest) async throws -> ImportReport
    ) -> Endpoint {
        .authenticated(
            .post, "/v1/imports/\(what)", operation: operation,
            summary: "导入 CSV。Imports \(what) from UTF-8 CSV with the columns \(columns), in any order.",
            roles: .any(.manager, .service), body: .bytes(types: ["text/csv"], limit: Self.fileLimit),
            responses: [
                .init(
                    .ok, "Result of the import; valid rows are stored even if others are not.",
                    ImportResponse.schema),
                .init(.unprocessableContent, "The file cannot be used at all."),
                .init(.serviceUnavailable, "Another import runs; come back in a moment."),
            ]
        ) { [importTurn] input in
            .json(.ok, ImportResponse(report: try await importTurn.take { try await run(input) }))
        }
    }
}

/// What came of the rows of a file.
private struct ImportResponse: FieldEncodable {
    let report: ImportReport

    static let fields = WrittenFields<Self>(
        name: "ImportReport",
        WrittenField(
            "created", \.report.created, within: 0...Int.max, unit: "rows", "Number of rows that made something new."),
        WrittenField(
            "changed", \.report.changed, within: 0...Int.max, unit: "rows", "Number of rows that changed something."),
        WrittenField(
            "unchanged", \.report.unchanged, within: 0...Int.max, unit: "rows",
            "Number of rows that said what was known."),
        WrittenField(
            "normalised", \.report.normalised, within: 0...Int.max, unit: "rows",
            "Number of accepted rows in which full-width or invisible characters were made plain."),
        WrittenField(
            "rejected", { $0.report.rejected.map { Rejected(row: $0) } }, within: .elements(.max),
            "Rows that were left out, in the order of their lines."))

    struct Rejected: FieldEncodable {
        let row: ImportReport.Rejected

        static let fields = WrittenFields<Self>(
            WrittenField("line", \.row.line, within: 1...Int.max, "Number of the line in the file, from 1."),
            WrittenField("reason", \.row.fault.reason, "Reason why the row was left out, in Chinese."))
    }
}
