import DispatchDomain
import Kernel
import Testing

@Suite("Gates")
struct GateTests {
    static let skilled = MatchCriteria(area: grid, skill: "electrical", requiresCertificate: true)
    static let plain = MatchCriteria(area: grid, skill: nil, requiresCertificate: false)
    static let now = wednesdayNine

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let criteria: MatchCriteria
        let gate: Gate?
        let adjust: @Sendable (inout Candidate) -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ gate: Gate?, criteria: MatchCriteria = plain,
            _ adjust: @escaping @Sendable (inout Candidate) -> Void
        ) {
            self.name = name
            self.gate = gate
            self.criteria = criteria
            self.adjust = adjust
        }
    }

    static let night = Duty(
        area: grid, startedAt: now - .seconds(10 * 3_600), endsAt: now - .seconds(2 * 3_600))

    static let cases: [Case] = [
        Case("a free member passes", nil) { _ in },
        Case("who has not checked in stays out", .notCheckedIn) { $0.isCheckedIn = false },
        Case("who is exempt stays out", .exempt) { $0.availability = .exempt },
        Case("who is busy stays out", .busy) { $0.availability = .busy },
        Case("without the certificate nobody is asked", .certificateMissing, criteria: skilled) {
            $0.skills = ["legal"]
        },
        Case("with the certificate the gate opens", nil, criteria: skilled) { $0.skills = ["electrical"] },
        Case(
            "a skill that only helps shuts nobody out", nil,
            criteria: MatchCriteria(area: grid, skill: "electrical", requiresCertificate: false)
        ) { _ in },
        Case(
            "a conflict of interest shuts the gate", .conflict,
            criteria: MatchCriteria(area: grid, skill: nil, requiresCertificate: false, conflicted: [id(1)])
        ) { _ in },
        Case(
            "who declined is not asked again", .declined,
            criteria: MatchCriteria(area: grid, skill: nil, requiresCertificate: false, declined: [id(1)])
        ) { _ in },
        Case(
            "who was asked in this pass is not asked again", .alreadyOffered,
            criteria: MatchCriteria(area: grid, skill: nil, requiresCertificate: false, offered: [id(1)])
        ) { _ in },
        Case("three orders in hand are the cap", .loadCap) { $0.openOrders = 3 },
        Case("two orders in hand are below it", nil) { $0.openOrders = 2 },
        Case("two hours after a night duty one rests", .resting) { $0.duty = night },
        Case("a remembered night duty counts as well", .resting) {
            $0.nightDutyEndedAt = now - .seconds(8 * 3_600 - 1)
        },
        Case("eight hours after it the rest is over", nil) { $0.nightDutyEndedAt = now - .seconds(8 * 3_600) },
        Case("a duty by day asks for no rest", nil) {
            $0.duty = Duty(area: grid, startedAt: now - .seconds(3_600), endsAt: now - .seconds(60))
        },
    ]

    @Test("each gate keeps out whom it is for, and nobody else", arguments: cases)
    func gates(_ example: Case) {
        let candidate = member(1, example.adjust)
        #expect(candidate.gate(against: example.criteria, at: Self.now, policy: MatchPolicy()) == example.gate)
    }

    @Test(
        "a shift is a night duty if it takes in some of midnight to five",
        arguments: [
            ("2026-11-17T14:00:00Z", "2026-11-17T16:00:00Z", false),  // 22:00–24:00
            ("2026-11-17T14:00:00Z", "2026-11-17T16:00:01Z", true),  // 22:00–00:00:01
            ("2026-11-17T20:59:00Z", "2026-11-17T23:00:00Z", true),  // 04:59–07:00
            ("2026-11-17T21:00:00Z", "2026-11-18T09:00:00Z", false),  // 05:00–17:00
            ("2026-11-17T01:00:00Z", "2026-11-18T01:00:00Z", true),  // a whole day
        ])
    func nights(_ start: String, _ end: String, _ isNight: Bool) throws {
        let from = try #require(Timestamp(iso8601: start))
        let to = try #require(Timestamp(iso8601: end))
        #expect(Duty(area: grid, startedAt: from, endsAt: to).isNight == isNight)
    }
}
