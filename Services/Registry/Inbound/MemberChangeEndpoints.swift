import City
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
                summary: "党员报到。Checks a member in to a grid of the home community.",
                body: CheckInForm.schema
            ) { input in .checkIn(try CheckInForm(from: input.json).area) },
            changing(
                .put, "skills", operation: "putSkills", summary: "设置特长。Replaces the skills of a member.",
                needsVersion: true,
                body: SkillsForm.schema
            ) { input in .changeSkills(try SkillsForm(from: input.json).set(in: input.json)) },
            changing(
                .put, "availability", operation: "putAvailability",
                summary: "设置可用状态。Sets the availability of a member.",
                needsVersion: true,
                body: AvailabilityForm.schema
            ) { input in .changeAvailability(try AvailabilityForm(from: input.json).availability) },
            changing(
                .post, "duty/start", operation: "startDuty", summary: "开始值守。Starts a duty of a member.",
                body: DutyForm.schema
            ) { input in
                let form = try DutyForm(from: input.json)
                return .startDuty(area: form.area, until: form.until)
            },
            changing(.post, "duty/end", operation: "endDuty", summary: "结束值守。Ends the duty that is under way.") {
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
            roles: .any(.member, .unit, .manager, .service),
            pathParameters: [.identifier("id", "Identifier of the member.")],
            headers: needsVersion ? [.ifMatch] : [], body: body.map { .json($0) } ?? .none,
            responses: [
                .init(.ok, "The member after the change.", MemberResponse.schema),
                .init(
                    .conflict,
                    "The state of the member does not allow the change; `allowed` names the changes that it allows."),
                .init(.unprocessableContent, "A rule of membership forbids the change."),
            ]
        ) { [changeMember, readMembers] input in
            let id = try input.member(besides: .unit, .manager, .service)
            let expected = needsVersion ? try input.expectedVersion() : nil
            let stored = try await changeMember(
                try read(input), of: id, expected: expected, scope: AccessScope(input.principal), now: input.now)
            return .json(.ok, MemberResponse(view: try readMembers.view(stored)), version: stored.member.version)
        }
    }

    private var checkIns: Endpoint {
        .authenticated(
            .post, "/v1/check-ins", operation: "checkInMany", summary: "批量报到。Checks in up to 1,000 members at once.",
            roles: .any(.manager, .service),
            body: .json(CheckInsForm.schema),
            responses: [.init(.ok, "Result for each member, in the order of the request.", CheckInsResponse.schema)]
        ) { [checkInMany] input in
            let items = try CheckInsForm(from: input.json).members.map {
                CheckInMany.Item(member: $0.member, area: $0.area)
            }
            let outcomes = try await checkInMany(items, scope: AccessScope(input.principal), now: input.now)
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
