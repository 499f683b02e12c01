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
                body: CheckInForm.schema
            ) { input in .checkIn(try CheckInForm(from: input.json).area) },
            changing(
                .put, "skills", operation: "putSkills", summary: "Replaces a member's skills.", needsVersion: true,
                body: SkillsForm.schema
            ) { input in .changeSkills(try SkillsForm(from: input.json).set(in: input.json)) },
            changing(
                .put, "availability", operation: "putAvailability", summary: "Sets a member's availability.",
                needsVersion: true,
                body: AvailabilityForm.schema
            ) { input in .changeAvailability(try AvailabilityForm(from: input.json).availability) },
            changing(
                .post, "duty/start", operation: "startDuty", summary: "Signs a member in to a duty.",
                body: DutyForm.schema
            ) { input in
                let form = try DutyForm(from: input.json)
                return .startDuty(area: form.area, until: form.until)
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
                .init(.ok, "The member as it now is.", MemberResponse.schema),
                .init(.conflict, "The member's state does not allow it; `allowed` names what it does allow."),
                .init(.unprocessableContent, "A rule of membership does not allow it."),
            ]
        ) { [changeMember, readMembers] input in
            let id = try input.member(besides: .unit, .manager, .service)
            let expected = needsVersion ? try input.expectedVersion() : nil
            let stored = try await changeMember(
                try read(input), of: id, expected: expected, scope: ActingScope(input.principal), now: input.now)
            return .json(.ok, MemberResponse(view: try readMembers.view(stored)), version: stored.member.version)
        }
    }

    private var checkIns: Endpoint {
        .authenticated(
            .post, "/v1/check-ins", operation: "checkInMany", summary: "Checks up to 1,000 members in at once.",
            roles: .any(.manager, .service),
            body: .json(CheckInsForm.schema),
            answers: [.init(.ok, "What became of each, in the order sent.", CheckInsResponse.schema)]
        ) { [checkInMany] input in
            let items = try CheckInsForm(from: input.json).members.map {
                CheckInMany.Item(member: $0.member, area: $0.area)
            }
            let outcomes = try await checkInMany(items, scope: ActingScope(input.principal), now: input.now)
            return .json(
                .ok, CheckInsResponse(results: zip(items, outcomes).map { .init(member: $0.member, outcome: $1) }))
        }
    }
}

extension CheckInMany.Outcome {
    var word: CheckInsResponse.Word {
        switch self {
        case .checkedIn: .checkedIn
        case .unchanged: .unchanged
        case .rejected, .failed: .rejected
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
