import DispatchDomain
import ServiceRuntime
import Wire

/// The forms of bodies and answers, for the document and for refusing members that nobody declared.
enum Schemas {
    static let lights = ["green", "yellow", "red"]
    static let states = WorkOrderState.allCases.map(\.rawValue)

    static let decline = Schema.object(
        name: "Decline",
        [
            .init("reason", .choice(DeclineReason.allCases.map(\.rawValue)), "Why; it costs nothing.")
        ])
    static let submission = Schema.object(
        name: "WorkResult",
        [
            .init("result", .choice(ResultCode.allCases.map(\.rawValue)), "What the work came to."),
            .init("quarter_hours", .integer(0...32), unit: "quarter hours", "Proved service time."),
            .init(
                "explanation", .string(maxLength: Submission.longestExplanation), required: false,
                "In one's own words; required where it is not solvable."),
        ])
    static let verdict = Schema.object(
        name: "Verdict",
        [
            .init("passed", .boolean, "Whether the result holds."),
            .init(
                "reason", .choice(ReworkReason.allCases.map(\.rawValue)), required: false,
                "Why not; required where it does not pass."),
        ])
    static let assignment = Schema.object(
        name: "Assignment",
        [
            .init("member_id", .identifier, "Who is to take it on.")
        ])

    private static let head: [Schema.Property] = [
        .init("id", .identifier, "The order."), .init("request_id", .identifier, "The request that it serves."),
        .init("round", .integer(1...100), "1 for the first order of a request."),
        .init("category", .string(), "Path in the category tree."),
        .init("urgency", .choice(Urgency.allCases.map(\.rawValue)), "How soon."),
        .init("area", .areaCode, "The place of the work."),
        .init("responsible_area", .areaCode, "The area whose unit is responsible now."),
        .init("state", .choice(states), "Where it stands."),
        .init("light", .choice(lights), "The worst light of its clocks."),
        .init("holder_id", .identifier, required: false, "Who has it in hand."),
        .init("issued_at", .timestamp, "When it was issued."),
    ]
    static let line = Schema.object(
        name: "WorkOrderLine",
        head + [.init("next_due", .timestamp, required: false, "When something falls due next.")])
    static let order = Schema.object(
        name: "WorkOrder",
        head + [
            .init("allowed", .array(of: .choice(states)), "The states that can follow."),
            .init("skill", .string(), required: false, "The skill that helps."),
            .init("certificate_required", .boolean, "Whether nobody may do it without that skill."),
            .init("wave", .integer(0...100), "The last wave of offers."),
            .init("open_offers", .integer(0...1_000), "Offers that wait for an answer."),
            .init("result", .choice(ResultCode.allCases.map(\.rawValue)), required: false, "What it came to."),
            .init("quarter_hours", .integer(0...32), required: false, unit: "quarter hours", "Service time."),
            .init("explanation", .string(maxLength: 500), required: false, "In the member's words."),
            .init("verifier_id", .identifier, required: false, "Who verified it."),
            .init("reworks", .integer(0...100), "Reworks of the present holder."),
            .init("registered_at", .timestamp, "When the request's clock started."),
            .init("resolution_due", .timestamp, "When the resolution clock turns red."),
            .init("version", .integer(1...Int64.max), "How many events it has told."),
        ])
    static let offer = Schema.object(
        name: "Offer",
        [
            .init("id", .identifier, "The offer."), .init("work_order_id", .identifier, "The order."),
            .init("request_id", .identifier, "The request."),
            .init("category", .string(), "Path in the category tree."),
            .init("urgency", .choice(Urgency.allCases.map(\.rawValue)), "How soon."),
            .init("area", .areaCode, "The place of the work."), .init("wave", .integer(1...100), "Which wave."),
            .init("offered_at", .timestamp, "When it was made."), .init("expires_at", .timestamp, "When it runs out."),
        ])
    static let match = Schema.object(
        name: "Match",
        [
            .init("work_order_id", .identifier, "The order."),
            .init("considered", .integer(0...Int64.max), "Members looked at last."),
            .init(
                "shortfall",
                .array(
                    of: .object([
                        .init("gate", .choice(Gate.allCases.map(\.rawValue)), "The gate."),
                        .init("count", .integer(1...Int64.max), "How many it kept out."),
                    ])), "What kept whom out at the last look."),
            .init("offers", .array(of: scoredOffer), "All offers with their reasons."),
        ])
    private static let perMille = Schema.integer(0...1_000)
    private static let scoredOffer = Schema.object(
        name: "ScoredOffer",
        [
            .init("offer_id", .identifier, "The offer."), .init("member_id", .identifier, "To whom."),
            .init("wave", .integer(1...100), "Which wave."), .init("rank", .integer(1...100), "The place in the wave."),
            .init("state", .choice(OfferState.allCases.map(\.rawValue)), "What became of it."),
            .init("reason", .choice(DeclineReason.allCases.map(\.rawValue)), required: false, "Of a refusal."),
            .init(
                "score",
                .object([
                    .init("total", perMille, unit: "per mille", "The weighted sum."),
                    .init("skill", perMille, unit: "per mille", "Weight 35 %."),
                    .init("nearness", perMille, unit: "per mille", "Weight 25 %."),
                    .init("duty", perMille, unit: "per mille", "Weight 15 %."),
                    .init("history", perMille, unit: "per mille", "Weight 15 %."),
                    .init("load", perMille, unit: "per mille", "Weight 10 %."),
                ]), "The reasons."),
            .init("offered_at", .timestamp, "When it was made."), .init("expires_at", .timestamp, "When it runs out."),
            .init("closed_at", .timestamp, required: false, "When it was answered, ran out or became void."),
        ])
    static let clocks = Schema.object(
        name: "Clocks",
        [
            .init("work_order_id", .identifier, "The order."),
            .init("light", .choice(lights), "The worst of them."),
            .init(
                "clocks",
                .array(
                    of: .object([
                        .init("clock", .choice(ClockKind.allCases.map(\.rawValue)), "What it measures."),
                        .init("number", .integer(1...1_000), "1 for the first of its kind."),
                        .init("running", .boolean, "Whether it still measures."),
                        .init("light", .choice(lights), "The light told."),
                        .init("yellow_at", .timestamp, "When it turns yellow."),
                        .init("red_at", .timestamp, "When it turns red."),
                        .init(
                            "entries",
                            .array(
                                of: .object([
                                    .init("action", .string(), "What happened."), .init("at", .timestamp, "When."),
                                ])), "Its journal."),
                    ])), "In the order of their kinds."),
        ])
}
