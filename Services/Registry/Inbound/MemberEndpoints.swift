import City
import HTTPTypes
import Hummingbird
import Kernel
import RegistryApplication
import RegistryDomain
import ServiceRuntime
import Wire

extension RegistryAPI {
    /// The routes that read members.
    var memberEndpoints: [Endpoint] {
        [
            .authenticated(
                .get, "/v1/members/{id}", operation: "readMember",
                summary: "查看党员（姓名、电话脱敏）。Shows a member with name and phone masked.",
                roles: .any(.member, .unit, .dispatcher, .manager, .auditor, .service),
                pathParameters: [.identifier("id", "Identifier of the member.")],
                responses: [.init(.ok, "Member with name and phone masked.", MemberResponse.schema)]
            ) { [readMembers] input in
                let id = try input.member(besides: .unit, .dispatcher, .manager, .auditor, .service)
                let view = try await readMembers.one(id, scope: AccessScope(input.principal))
                return .json(.ok, MemberResponse(view: view), version: view.member.version)
            },
            .authenticated(
                .get, "/v1/members", operation: "listMembers",
                summary: "党员列表（姓名、电话脱敏）。Lists members with names and phones masked.",
                roles: .any(.unit, .dispatcher, .manager, .auditor, .service),
                query: [
                    QueryParameter("area", .areaCode, "Area of the members, with all areas in it."),
                    QueryParameter("skill", .text(maxLength: 40), "Code of a skill that the members have."),
                ] + QueryParameter.page,
                responses: [.init(.ok, "One page of members.", .page(of: MemberResponse.schema))]
            ) { [readMembers] input in
                let scope = AccessScope(input.principal)
                var query = MemberQuery(area: input.queryAreaCode("area") ?? scope.area, limit: input.fetchLimit)
                if let skill = input.query("skill") {
                    guard let code = SkillCode(skill) else {
                        throw Problem.invalidQuery("skill", "is not a skill's code")
                    }
                    query.skill = code
                }
                query.after = try input.pageStart(MemberCursor.init)
                let members = try await readMembers.list(query, scope: scope)
                return input.page(
                    members, key: { PageKey([$0.member.area.text, $0.member.id.description]) },
                    showing: { MemberResponse(view: $0) })
            },
        ]
    }
}

extension RequestInput where Caller == Principal {
    /// The member in the path, whom a caller with none of the named roles must be.
    ///
    /// Throws: 404 for somebody else, as for nobody.
    func member(besides first: Role, _ others: Role...) throws(Problem) -> MemberID {
        let id: MemberID = try identifier("id")
        guard !principal.roles.isDisjoint(with: [first] + others) || principal.id.retagged() == id else {
            throw .notFound
        }
        return id
    }
}

extension MemberCursor {
    init?(_ key: PageKey) {
        guard key.values.count == 2, let area = AreaCode(key.values[0]), let id = MemberID(key.values[1]) else {
            return nil
        }
        self.init(area: area, id: id)
    }
}
