import DispatchDomain
import Kernel
import Testing

@Suite("Match scores")
struct MatchScoreTests {
    @Test(
        "nearness is exp(−m/800) in per mille",
        arguments: [
            (0, 1_000), (50, 939), (75, 911), (400, 607), (554, 501), (800, 368), (1_600, 135), (6_000, 1), (6_050, 0),
            (1_000_000, 0), (-5, 1_000),
        ])
    func nearness(_ metres: Int, _ expected: Int) {
        #expect(Nearness.perMille(metres: metres) == expected)
    }

    @Test("nearness never grows with the distance")
    func monotonic() {
        for metres in 0..<6_100 {
            #expect(Nearness.perMille(metres: metres + 1) <= Nearness.perMille(metres: metres))
        }
    }

    @Test(
        "the acceptance history is drawn towards the prior",
        arguments: [
            // taken, counted, prior in per mille, expected: (k + 20·p₀)/(n + 20), to the nearest
            (3, 3, 900, 913), (95, 100, 900, 942), (0, 0, 320, 320), (0, 20, 320, 160), (20, 20, 320, 660),
        ])
    func history(_ taken: Int, _ counted: Int, _ prior: Int, _ expected: Int) {
        let policy = MatchPolicy(historyPriorPerMille: prior)
        #expect(MatchScore.history(taken: taken, counted: counted, policy: policy) == expected)
    }

    @Test(
        "the sum weighs the parts 35, 25, 15, 15 and 10",
        arguments: [
            (MatchScore(skill: 1_000, nearness: 0, duty: 0, history: 0, load: 0), 350),
            (MatchScore(skill: 0, nearness: 1_000, duty: 0, history: 0, load: 0), 250),
            (MatchScore(skill: 0, nearness: 0, duty: 1_000, history: 0, load: 0), 150),
            (MatchScore(skill: 0, nearness: 0, duty: 0, history: 1_000, load: 0), 150),
            (MatchScore(skill: 0, nearness: 0, duty: 0, history: 0, load: 1_000), 100),
            (MatchScore(skill: 1_000, nearness: 1_000, duty: 1_000, history: 1_000, load: 1_000), 1_000),
            // 350 + 25 % of 607 (151.75) + 0 + 15 % of 320 (48) + 10 % of 667 (66.7) = 616.45, cut off
            (MatchScore(skill: 1_000, nearness: 607, duty: 0, history: 320, load: 667), 616),
        ])
    func total(_ score: MatchScore, _ expected: Int) {
        #expect(score.total == expected)
    }

    @Test("a worked member: skilled, 400 m away, on duty, one order in hand, 5 of 10 taken")
    func worked() {
        let criteria = MatchCriteria(area: grid, skill: "plumbing", requiresCertificate: true)
        let candidate = member(1) {
            $0.skills = ["plumbing"]
            $0.duty = Duty(area: grid, startedAt: wednesdayNine - minutes(60), endsAt: wednesdayNine + minutes(60))
            $0.openOrders = 1
            $0.offersTaken = 5
            $0.offersCounted = 10
        }
        let score = candidate.score(for: criteria, metres: 400, at: wednesdayNine, policy: MatchPolicy())
        // history: (5000 + 20·320)/30 = 380; load: 1000 − 333 = 667
        #expect(score == MatchScore(skill: 1_000, nearness: 607, duty: 1_000, history: 380, load: 667))
        // 350 + 151.75 + 150 + 57 + 66.7 = 775.45
        #expect(score.total == 775)
    }

    @Test(
        "a duty counts where it is on, in the same community and now",
        arguments: [
            (grid, 0, true), (neighbourGrid, 0, true), (otherCommunity, 0, false), (grid, 61, false),
            (grid, -61, false),
        ])
    func duty(_ area: AreaCode, _ minutesLater: Int, _ counts: Bool) {
        let candidate = member(1) {
            $0.duty = Duty(area: area, startedAt: wednesdayNine - minutes(60), endsAt: wednesdayNine + minutes(60))
        }
        let criteria = MatchCriteria(area: grid, skill: nil, requiresCertificate: false)
        let now = wednesdayNine + minutes(minutesLater)
        #expect(candidate.score(for: criteria, metres: 0, at: now, policy: MatchPolicy()).duty == (counts ? 1_000 : 0))
    }
}
