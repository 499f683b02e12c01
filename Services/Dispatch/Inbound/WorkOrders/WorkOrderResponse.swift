import DispatchApplication
import DispatchDomain
import Kernel
import Wire
import WorkingTime

/// A work order as callers see it.
struct WorkOrderResponse: FieldEncodable {
    let order: WorkOrder

    static let fields = WrittenFields<Self>(
        name: "WorkOrder",
        WrittenField("id", \.order.id, "Identifier of the work order."),
        WrittenField("request_id", \.order.terms.request, "Identifier of the service request."),
        WrittenField(
            "round", \.order.terms.round, within: 1...100, "Round of the request; 1 for its first work order."),
        WrittenField("category", \.order.terms.category, "Path of the category in the category tree."),
        WrittenField("urgency", \.order.terms.urgency, "Urgency of the request."),
        WrittenField("area", \.order.terms.area, "Area of the work."),
        WrittenField("responsible_area", \.order.responsibleArea, "Area whose unit is responsible at present."),
        WrittenField("state", \.order.state, "State of the work order."),
        WrittenField(
            "allowed", \.order.state.next, within: .elements(.max), "States that can follow the present one."),
        WrittenField("light", \.order.light.published, "Worst light of the order's clocks."),
        WrittenField("skill", \.order.terms.responsibility.skill, "Code of the skill that the work needs."),
        WrittenField(
            "certificate_required", \.order.terms.responsibility.requiresCertificate,
            "Whether only members with that skill may do the work."),
        WrittenField("holder_id", \.order.holder, "Identifier of the member who holds the order."),
        WrittenField("wave", \.order.wave, within: 0...100, "Number of the last wave of offers."),
        WrittenField(
            "open_offers", \.order.openOffers.count, within: 0...1_000, "Number of offers that wait for an answer."),
        WrittenField("result", \.order.progress.submission?.result, "Result of the work."),
        WrittenField(
            "quarter_hours", \.order.progress.submission?.quarterHours, within: Submission.quarterHoursRange,
            unit: "quarter hours", "Service time."),
        WrittenField(
            "explanation", \.order.progress.submission?.explanation,
            within: .characters(Submission.longestExplanation), "Explanation of the result in the member's words."),
        WrittenField("verifier_id", \.order.progress.verifier, "Identifier of the person who verified the result."),
        WrittenField(
            "reworks", \.order.reworks, within: 0...100,
            "Number of times that the present holder's result was sent back."),
        WrittenField(
            "registered_at", \.order.terms.registeredAt,
            "Time at which the request was registered and its clocks started."),
        WrittenField("issued_at", \.order.terms.issuedAt, "Time at which the order was issued."),
        WrittenField(
            "resolution_due", { $0.order.clock(.resolution)?.due(for: .red) },
            "Time at which the resolution clock turns red; absent while it is paused."),
        WrittenField(
            "suspension", { $0.order.suspension.map { SuspensionResponse(suspension: $0) } },
            "Suspension that was asked for or granted."),
        WrittenField("version", \.order.version, "Version of the work order; the entity tag."))
}

/// A work order as a line of a list.
struct WorkOrderLineResponse: FieldEncodable {
    let line: WorkOrderLine

    static let fields = WrittenFields<Self>(
        name: "WorkOrderLine",
        WrittenField("id", \.line.id, "Identifier of the work order."),
        WrittenField("request_id", \.line.request, "Identifier of the service request."),
        WrittenField("round", \.line.round, within: 1...100, "Round of the request; 1 for its first work order."),
        WrittenField("category", \.line.category, "Path of the category in the category tree."),
        WrittenField("urgency", \.line.urgency, "Urgency of the request."),
        WrittenField("area", \.line.area, "Area of the work."),
        WrittenField("responsible_area", \.line.responsibleArea, "Area whose unit is responsible at present."),
        WrittenField("state", \.line.state, "State of the work order."),
        WrittenField("light", \.line.light.published, "Worst light of the order's clocks."),
        WrittenField("holder_id", \.line.holder, "Identifier of the member who holds the order."),
        WrittenField("issued_at", \.line.issuedAt, "Time at which the order was issued."),
        WrittenField("next_due", \.line.nextDue, "Next moment at which something falls due."))
}
