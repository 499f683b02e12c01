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
                let areas = try await readAreas(
                    below: input.queryAreaCode("parent") ?? scope.area, after: try input.pageStart(\.areaCode),
                    limit: input.fetchLimit, scope: scope)
                return input.page(areas, key: { PageKey([$0.code.text]) }, showing: { AreaBody(area: $0) })
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
                        .init("latitude", .number, unit: "degrees WGS84", "North is positive."),
                        .init("longitude", .number, unit: "degrees WGS84", "East is positive."),
                    ])), "The corners; empty where the area is the sum of its grids."),
            .init("version", .integer(1...Int64.max), "Counts the changes."),
        ])
}
