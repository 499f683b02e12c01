import DispatchDomain
import Kernel
import Wire

/// Why a work order was offered to whom, and what kept the others out.
struct MatchResponse: FieldEncodable {
    let order: WorkOrder

    static let fields = WrittenFields<Self>(
        name: "Match",
        WrittenField("work_order_id", \.order.id, "Identifier of the work order."),
        WrittenField(
            "considered", \.order.lastMatch.considered, within: 0...Int.max,
            "Number of members considered in the last matching."),
        WrittenField(
            "shortfall", \.exclusions, within: .elements(.max),
            "Number of members that each gate excluded in the last matching."),
        WrittenField(
            "offers", { $0.order.offers.map { ScoredOffer(offer: $0) } }, within: .elements(.max),
            "All offers with their scores."))

    private var exclusions: [Exclusion] {
        Gate.allCases.compactMap { gate in
            order.lastMatch.shortfall[gate].map { Exclusion(gate: gate, count: $0) }
        }
    }

    struct Exclusion: FieldEncodable {
        let gate: Gate
        let count: Int

        static let fields = WrittenFields<Self>(
            WrittenField("gate", \.gate, "Gate that excluded members."),
            WrittenField("count", \.count, within: 1...Int.max, "Number of members that the gate excluded."))
    }

    struct ScoredOffer: FieldEncodable {
        let offer: Offer

        static let fields = WrittenFields<Self>(
            name: "ScoredOffer",
            WrittenField("offer_id", \.offer.id, "Identifier of the offer."),
            WrittenField("member_id", \.offer.member, "Identifier of the member to whom the offer was made."),
            WrittenField("wave", \.offer.wave, within: 1...100, "Number of the wave."),
            WrittenField("rank", \.offer.rank, within: 1...100, "Rank within the wave; 1 for the best match."),
            WrittenField("state", \.offer.state, "State of the offer."),
            WrittenField("reason", \.offer.reason, "Reason that the member gave for declining."),
            WrittenField("score", { Score(score: $0.offer.score) }, "Scores of the member."),
            WrittenField("offered_at", \.offer.offeredAt, "Time at which the offer was made."),
            WrittenField("expires_at", \.offer.expiresAt, "Time at which the offer expires."),
            WrittenField(
                "closed_at", \.offer.closedAt, "Time at which the offer was answered, expired or became void."))
    }

    struct Score: FieldEncodable {
        let score: MatchScore

        static let fields = WrittenFields<Self>(
            WrittenField(
                "total", \.score.total, within: 0...1_000, unit: "per mille", "Weighted sum of the five scores."),
            WrittenField(
                "skill", \.score.skill, within: 0...1_000, unit: "per mille", "Score of the skill (weight 35 %)."),
            WrittenField(
                "nearness", \.score.nearness, within: 0...1_000, unit: "per mille",
                "Score of the distance (weight 25 %)."),
            WrittenField(
                "duty", \.score.duty, within: 0...1_000, unit: "per mille", "Score of being on duty (weight 15 %)."),
            WrittenField(
                "history", \.score.history, within: 0...1_000, unit: "per mille",
                "Score of the acceptance history (weight 15 %)."),
            WrittenField(
                "load", \.score.load, within: 0...1_000, unit: "per mille",
                "Score of the present load (weight 10 %)."))
    }
}
