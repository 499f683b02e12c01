public import DispatchApplication
import DispatchDomain
import IntakeContract
public import Kernel
public import Messaging
import Wire

/// Takes the events of Intake about requests.
public struct RequestHandler: DeliveryHandler {
    private let follow: FollowRequests
    private let time: any TimeSource
    private let decoder: EventDecoder<IncomingRequestEvent>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowRequests, time: any TimeSource, city: AreaCode) {
        self.follow = follow
        self.time = time
        decoder = EventDecoder(known: IncomingRequestEvent.known, city: city) {
            (envelope, body) throws(WireError) in
            let event = try IncomingRequestEvent(type: envelope.type, body: body)
            if let area = event.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return event
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let now = time.now()
        return try await decoder.handle(batch) { items in
            try await follow.handle(
                items.map { item in
                    FollowRequests.Item(
                        entry: item.entry, request: item.envelope.aggregate.retagged(), event: item.event)
                }, at: now)
        }
    }
}

extension IncomingRequestEvent {
    /// The types of the stream, with their newest major versions.
    static let known: [String: Int] = Dictionary(
        uniqueKeysWithValues: IntakeLanguage.messages.map { ($0.type, $0.version) })

    /// Reads a message of the stream `intake.request`.
    init(type: String, body: [UInt8]) throws(WireError) {
        switch type {
        case RequestAccepted.type:
            let message = try RequestAccepted(decoding: body)
            self = .accepted(
                Acceptance(
                    category: message.category, urgency: message.urgency.urgency, area: message.area,
                    skill: message.skill, round: message.round, registeredAt: message.registeredAt))
        case RequestWithdrawn.type:
            _ = try RequestWithdrawn(decoding: body)
            self = .withdrawn
        default:
            self = .other
        }
    }
}

extension IntakeContract.Urgency {
    /// The urgency as dispatching knows it.
    var urgency: DispatchDomain.Urgency {
        switch self {
        case .general: .general
        case .urgent: .urgent
        case .emergency: .emergency
        }
    }
}
