import City
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
                .get, "/v1/areas", operation: "listAreas",
                summary: "下级区划列表。Lists the areas one level below another area.",
                roles: .any(.callTaker, .dispatcher, .verifier, .member, .unit, .manager, .auditor, .service),
                query: [
                    QueryParameter("parent", .areaCode, "Code of the area above; the caller's own if absent.")
                ] + QueryParameter.page, responses: [.init(.ok, "One page of areas.", .page(of: AreaResponse.schema))]
            ) { [readAreas] input in
                let scope = AccessScope(input.principal)
                let areas = try await readAreas(
                    below: input.queryAreaCode("parent") ?? scope.area, after: try input.pageStart(\.areaCode),
                    limit: input.fetchLimit, scope: scope)
                return input.page(areas, key: { PageKey([$0.code.text]) }, showing: { AreaResponse(area: $0) })
            }
        ]
    }
}

/// An area.
private struct AreaResponse: FieldEncodable {
    let area: Area

    static let fields = WrittenFields<Self>(
        name: "Area",
        WrittenField("code", \.area.code, "Statistical code of the area."),
        WrittenField("name", \.area.name.text, within: .characters(100), "Name of the area."),
        WrittenField(
            "boundary", { $0.area.boundary?.ring ?? [] }, within: .elements(.max),
            "Corners of the boundary; empty where the area is the sum of its grids."),
        WrittenField("version", \.area.version, "Number of changes so far."))
}
