import HTTPTypes
import Hummingbird
import Kernel
import RegistryApplication
import RegistryDomain
import ServiceRuntime
import Wire

extension RegistryAPI {
    /// The routes that change members; a member changes itself only.
    var memberChangeEndpoints: [Endpoint] {
        [
            changing(
                .post, "check-in", operation: "checkIn",
                summary: "Checks a member in to a grid of the home community.",
                body: .object(name: "CheckIn", [.init("area", .areaCode, "The grid.")])
            ) { input in .checkIn(try input.json.areaCode("area")) },
            changing(
                .put, "skills", operation: "putSkills", summary: "Replaces a member's skills.", needsVersion: true,
                body: .object(
                    name: "Skills",
                    [.init("skills", .array(of: .string(maxLength: 40), max: SkillSet.limit), "Codes of all skills.")])
            ) { input in .changeSkills(try Self.skills(input.json)) },
            changing(
                .put, "availability", operation: "putAvailability", summary: "Sets a member's availability.",
                needsVersion: true,
                body: .object(
                    name: "NewAvailability",
                    [.init("availability", .choice(MemberAvailability.allCases.map(\.rawValue)), "The new one.")])
            ) { input in .changeAvailability(try input.json.enumeration("availability")) },
            changing(
                .post, "duty/start", operation: "startDuty", summary: "Signs a member in to a duty.",
                body: .object(
                    name: "DutyStart",
                    [.init("area", .areaCode, "Where."), .init("until", .timestamp, "When the shift ends.")])
            ) { input in
                .startDuty(area: try input.json.areaCode("area"), until: try input.json.timestamp("until"))
            },
            changing(.post, "duty/end", operation: "endDuty", summary: "Signs a member out of the running duty.") {
                _ in
                .endDuty
            },
            checkIns,
        ]
    }

    private func changing(
        _ method: HTTPRequest.Method, _ path: String, operation: String, summary: String, needsVersion: Bool = false,
        body: Schema? = nil, _ read: @escaping @Sendable (AuthenticatedRequest) throws -> MemberCommand
    ) -> Endpoint {
        .authenticated(
            method, "/v1/members/{id}/\(path)", operation: operation, summary: summary,
            roles: .any(.member, .unit, .manager, .service), places: [.identifier("id", "The member.")],
            headers: needsVersion ? [.ifMatch] : [], body: body.map { .json($0) } ?? .none,
            answers: [
                .init(.ok, "The member as it now is.", MemberBody.schema),
                .init(.conflict, "The member's state does not allow it; `allowed` names what it does allow."),
                .init(.unprocessableContent, "A rule of membership does not allow it."),
            ]
        ) { [changeMember, readMembers] input in
            let id = try input.member(besides: .unit, .manager, .service)
            let expected = needsVersion ? try input.expectedVersion() : nil
            let stored = try await changeMember(
                try read(input), of: id, expected: expected, scope: ActingScope(input.principal), now: input.now)
            return .json(.ok, MemberBody(view: try readMembers.view(stored)), version: stored.member.version)
        }
    }

    private static func skills(_ json: WireObject) throws -> SkillSet {
        var codes: [SkillCode] = []
        for text in try json.strings("skills", max: SkillSet.limit, maxLength: 40) {
            guard let code = SkillCode(text) else { throw json.error(.unknownValue, at: "skills") }
            codes.append(code)
        }
        guard let skills = SkillSet(codes) else { throw json.error(.tooLong, at: "skills") }
        return skills
    }

    private var checkIns: Endpoint {
        .authenticated(
            .post, "/v1/check-ins", operation: "checkInMany", summary: "Checks up to 1,000 members in at once.",
            roles: .any(.manager, .service),
            body: .json(
                .object(
                    name: "CheckIns",
                    [
                        .init(
                            "members",
                            .array(
                                of: .object([
                                    .init("member_id", .identifier, "The member."),
                                    .init("area", .areaCode, "The grid."),
                                ]), max: CheckInMany.limit), "Who checks in where.")
                    ])),
            answers: [.init(.ok, "What became of each, in the order sent.", Self.checkInResults)]
        ) { [checkInMany] input in
            let items = try input.json.array("members", max: CheckInMany.limit) {
                (item: WireObject) throws(WireError) in
                CheckInMany.Item(member: try item.identifier("member_id"), area: try item.areaCode("area"))
            }
            let outcomes = try await checkInMany(items, scope: ActingScope(input.principal), now: input.now)
            return .json { writer in
                writer.array("results", zip(items, outcomes)) { writer, pair in
                    writer.object { object in
                        object.field("member_id", pair.0.member)
                        object.field("outcome", pair.1.word)
                        object.field("reason", pair.1.reason)
                    }
                }
            }
        }
    }

    private static let checkInResults = Schema.object(
        name: "CheckInResults",
        [
            .init(
                "results",
                .array(
                    of: .object([
                        .init("member_id", .identifier, "The member."),
                        .init("outcome", .choice(["checked_in", "unchanged", "rejected"]), "What became of it."),
                        .init("reason", .string(), required: false, "Why it was rejected, in Chinese."),
                    ])), "One for each member sent.")
        ])
}

extension CheckInMany.Outcome {
    var word: String {
        switch self {
        case .checkedIn: "checked_in"
        case .unchanged: "unchanged"
        case .rejected, .failed: "rejected"
        }
    }

    var reason: String? {
        switch self {
        case .checkedIn, .unchanged: nil
        case .rejected(let rejection): rejection.reason
        case .failed(.unknownArea): "区划尚未登记或不在您的管辖范围内"
        case .failed(.notFound), .failed(.stale): "未找到该党员"
        }
    }
}
