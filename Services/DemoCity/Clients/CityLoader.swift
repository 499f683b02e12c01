import City
import Kernel
import SuiteControl
import Wire

/// Brings the demo city into the registry, by the same imports that a city uses.
struct CityLoader: Sendable {
    let client: APIClient
    let token: String

    /// Imports areas, organisations and members, and checks every member in to the home grid.
    ///
    /// - Returns: the registry's identifiers by member number.
    func load(_ city: SimulatedCity, progress: (String) -> Void) async throws -> [String: MemberID] {
        progress("areas")
        try await importTable(
            "areas", header: "code,name,boundary",
            rows: city.areas.map { area in
                let ring = area.boundary.map { "\($0.latitude) \($0.longitude)" }.joined(separator: ";")
                return "\(area.code),\(area.name),\(ring)"
            })
        progress("organisations")
        try await importTable(
            "organisations", header: "code,name,kind,area",
            rows: city.organisations.map { "\($0.code),\($0.name),\($0.kind),\($0.area)" })
        progress("members")
        try await importTable(
            "members", header: "member_no,name,phone,home_area,organisation_code,skills",
            rows: city.members.map { member in
                "\(member.number),\(member.name),\(member.phone),\(member.home),\(member.organisation),"
                    + member.skills.joined(separator: ";")
            })
        progress("check-ins")
        let identifiers = try await memberIdentifiers()
        for start in stride(from: 0, to: city.members.count, by: 1000) {
            let part = city.members[start..<min(start + 1000, city.members.count)]
            let answer = try await client.send("POST", "registry", "/v1/check-ins", token: token) { writer in
                writer.array("members", Array(part)) { writer, member in
                    writer.object { object in
                        object.field("member_id", identifiers[member.number])
                        object.field("area", member.home)
                    }
                }
            }
            guard answer.isSuccess else {
                throw OperatorFault.demo("the registry answered \(answer.status) to the check-ins")
            }
        }
        return identifiers
    }

    /// Every member's identifier, from the registry's list.
    private func memberIdentifiers() async throws -> [String: MemberID] {
        var identifiers: [String: MemberID] = [:]
        var cursor: String?
        repeat {
            let query = "?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")
            let answer = try await client.send("GET", "registry", "/v1/members\(query)", token: token, content: nil)
            let page = try answer.object()
            let members = try page.array("items", max: 200) { (item: WireObject) throws(WireError) in
                (number: try item.string("member_no"), id: try item.identifier("id") as MemberID)
            }
            for member in members { identifiers[member.number] = member.id }
            cursor = try page.optionalString("next_cursor")
        } while cursor != nil
        return identifiers
    }

    private func importTable(_ name: String, header: String, rows: [String]) async throws {
        let text = ([header] + rows).joined(separator: "\r\n") + "\r\n"
        let answer = try await client.send(
            "POST", "registry", "/v1/imports/\(name)", token: token,
            content: (Array(text.utf8), "text/csv; charset=utf-8"))
        guard answer.isSuccess else {
            throw OperatorFault.demo(
                "the registry answered \(answer.status) to the \(name): \(String(decoding: answer.body.prefix(500), as: UTF8.self))"
            )
        }
        let rejected = try answer.object().array("rejected", max: 10_000) { (row: WireObject) throws(WireError) in
            try row.integer("line", in: 0...Int64.max)
        }
        guard rejected.isEmpty else {
            throw OperatorFault.demo(
                "the registry refused \(rejected.count) of the \(name), the first in line \(rejected[0])")
        }
    }
}
