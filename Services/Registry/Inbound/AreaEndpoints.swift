import HTTPTypes
import Hummingbird
import Kernel
import RegistryApplication
import RegistryDomain
import ServiceRuntime
import Wire

extension RegistryAPI {
    /// The routes that read areas.
    var areaEndpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/areas", operation: "listAreas", summary: "Lists the areas one level below another one.",
                roles: .any(.callTaker, .dispatcher, .verifier, .member, .unit, .manager, .auditor, .service),
                query: [
                    QueryParameter("parent", .areaCode, "The area above; the caller's own if it is not given.")
                ] + QueryParameter.page, answers: [.init(.ok, "A page.", .page(of: AreaBody.schema))]
            ) { [readAreas] input in
                let scope = ActingScope(input.principal)
                let after = try input.cursor.map { (cursor) throws(Problem) in
                    guard cursor.values.count == 1, let code = AreaCode(cursor.values[0]) else {
                        throw .invalidQuery("cursor", "is not a cursor of this list")
                    }
                    return code
                }
                let page = try await readAreas.page(
                    below: input.queryAreaCode("parent") ?? scope.area, after: after, limit: input.limit, scope: scope)
                return .page(
                    page.areas.map { AreaBody(area: $0) }, next: page.next.map { PageCursor(after: [$0.text]) })
            }
        ]
    }
}

/// An area as JSON.
struct AreaBody: WireEncodable {
    let area: Area

    func encode(to writer: inout ObjectWriter) {
        writer.field("code", area.code)
        writer.field("name", area.name.text)
        writer.array("boundary", area.boundary?.ring ?? []) { writer, corner in
            writer.object { object in
                object.field("latitude", corner.latitude)
                object.field("longitude", corner.longitude)
            }
        }
        writer.field("version", area.version.value)
    }

    static let schema = Schema.object(
        name: "Area",
        [
            .init("code", .areaCode, "The statistical code."), .init("name", .string(maxLength: 100), "The name."),
            .init(
                "boundary",
                .array(
                    of: .object([
                        .init("latitude", .number(), unit: "degrees WGS84", "North is positive."),
                        .init("longitude", .number(), unit: "degrees WGS84", "East is positive."),
                    ])), "The corners; empty where the area is the sum of its grids."),
            .init("version", .integer(1...Int64.max), "Counts the changes."),
        ])
}
