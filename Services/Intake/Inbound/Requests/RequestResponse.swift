import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import ServiceRuntime
import Wire

/// A request as lists and commands answer it.
struct RequestResponse: FieldEncodable {
    let request: ServiceRequest

    static let fields = WrittenFields<Self>(
        name: "Request",
        WrittenField("id", \.request.id, "Identifier of the request."),
        WrittenField("number", \.request.number.text, "Number of the request, for reading out."),
        WrittenField("channel", \.request.channel, "Channel by which the request reached us."),
        WrittenField("state", \.request.state, "State of the request."),
        WrittenField("next", \.request.state.next, within: .elements(.max), "States that can follow."),
        WrittenField("category", \.request.category?.text, "Path of the request in the category tree."),
        WrittenField("urgency", \.request.urgency, "Urgency with which the request is to be handled."),
        WrittenField("area", \.request.area, "Code of the area that is responsible."),
        WrittenField("located", \.request.located, "Whether the request is placed in a grid or a community."),
        WrittenField(
            "round", \.request.round, within: 0...Int.max, "Number of the work order, from 1; 0 before the first."),
        WrittenField("attempts", \.request.attempts, within: 0...Int.max, "Number of callbacks in this round."),
        WrittenField("leader_case", \.request.isLeaderCase, "Whether a leader 包案 has the request."),
        WrittenField("callback", \.request.callback, "Result of the last callback."),
        WrittenField("stars", \.request.stars, within: 1...5, unit: "stars", "Rating by the requester."),
        WrittenField("work_order_id", \.request.workOrder, "Identifier of the work order that was verified last."),
        WrittenField("registered_at", \.request.registeredAt, "Moment at which the clock of the request started."),
        WrittenField("since", \.request.since, "Moment at which the request came to its state."),
        WrittenField("ended_at", \.request.endedAt, "Moment at which the request ended."),
        WrittenField("version", \.request.version, "Number of changes so far; the value for If-Match."))
}

/// One request with its requester masked: what lists answer, and the requester's words, place and contact.
struct RequestDetailResponse: WireEncodable {
    let detail: RequestDetail

    func encode(to writer: inout ObjectWriter) {
        RequestResponse(request: detail.request).encode(to: &writer)
        Rest(detail: detail).encode(to: &writer)
    }

    static let schema = Schema.object(name: "RequestDetail", RequestResponse.properties + Rest.properties)

    private struct Rest: FieldEncodable {
        let detail: RequestDetail

        static let fields = WrittenFields<Self>(
            WrittenField("doubt", \.detail.doubt, "Reason why the place is not sure."),
            WrittenField(
                "title", \.detail.text.title, within: .characters(RequestText.titleLimit.characters),
                "Subject of the request."),
            WrittenField(
                "text", \.detail.text.body, within: .characters(RequestText.limit.characters), "Words of the requester."
            ),
            WrittenField("place", \.detail.location, "Position of the place."),
            WrittenField(
                "requester", { MaskedContactResponse(requester: $0.detail.requester) },
                "Contact of the requester, masked."))
    }
}

extension Response {
    /// A request's summary with its version.
    static func summary(_ request: ServiceRequest) -> Response {
        .json(.ok, RequestResponse(request: request), version: request.version)
    }

    /// One request with its requester masked.
    static func detail(_ detail: RequestDetail) -> Response {
        .json(.ok, RequestDetailResponse(detail: detail), version: detail.request.version)
    }
}
