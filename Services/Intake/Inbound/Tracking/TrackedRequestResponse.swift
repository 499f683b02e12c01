import IntakeApplication
import IntakeDomain
import Kernel
import Wire

/// A request as its requester follows it.
struct TrackedRequestResponse: FieldEncodable {
    let tracked: TrackedRequest

    static let fields = WrittenFields<Self>(
        name: "TrackedRequest",
        WrittenField("number", \.tracked.request.number.text, "Number of the request."),
        WrittenField("state", \.tracked.request.state, "State of the request."),
        WrittenField("category", \.tracked.request.category?.text, "Path of the request in the category tree."),
        WrittenField(
            "registered_at", \.tracked.request.registeredAt, "Moment at which the request was registered."),
        WrittenField("ended_at", \.tracked.request.endedAt, "Moment at which the request ended."),
        WrittenField("rated", { $0.tracked.request.stars != nil }, "Whether the request was rated."),
        WrittenField(
            "timeline", { $0.tracked.steps.map { Step(step: $0) } }, within: .elements(.max),
            "Steps of the request, in order."))

    struct Step: FieldEncodable {
        let step: TrackedRequest.Step

        static let fields = WrittenFields<Self>(
            WrittenField("event", \.step.event, "Code of the event."),
            WrittenField("at", \.step.at, "Moment of the event."))
    }
}
