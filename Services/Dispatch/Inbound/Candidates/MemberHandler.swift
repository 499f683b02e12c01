import City
public import DispatchApplication
import DispatchDomain
public import Kernel
public import Messaging
import RegistryContract
import Wire

/// Takes the events of the registry about members.
public struct MemberHandler: DeliveryHandler {
    private let follow: FollowMembers
    private let time: any TimeSource
    private let decoder: EventDecoder<IncomingMemberEvent?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowMembers, time: any TimeSource, city: AreaCode) {
        self.follow = follow
        self.time = time
        decoder = EventDecoder(known: RegistryLanguage.known(of: EventStream.members.name), city: city) {
            (envelope, body) throws(WireError) in
            let event = try IncomingMemberEvent.read(type: envelope.type, body: body)
            if let area = event?.area, !city.contains(area) { throw WireError(code: .outOfRange, path: "area") }
            return event
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let now = time.now()
        return try await decoder.handle(batch) { items in
            try await follow.handle(
                items.map { item in
                    FollowMembers.Item(
                        entry: item.entry, member: item.envelope.aggregate.retagged(), event: item.event,
                        area: item.envelope.area, occurredAt: item.envelope.occurredAt)
                }, at: now)
        }
    }
}

extension IncomingMemberEvent {
    /// Reads a message of the stream `registry.member`; nil for one that is of no use here.
    static func read(type: String, body: [UInt8]) throws(WireError) -> IncomingMemberEvent? {
        switch type {
        case MemberRegistered.type:
            let message = try MemberRegistered(decoding: body)
            return .registered(area: message.area, skills: message.skills)
        case MemberCheckedIn.type:
            return .checkedIn(area: try MemberCheckedIn(decoding: body).area)
        case MemberSkillsChanged.type:
            return .skillsChanged(try MemberSkillsChanged(decoding: body).skills)
        case MemberAvailabilityChanged.type:
            return .availabilityChanged(try MemberAvailabilityChanged(decoding: body).availability.availability)
        case DutyStarted.type:
            let message = try DutyStarted(decoding: body)
            return .dutyStarted(area: message.area, until: message.until)
        case DutyEnded.type:
            _ = try DutyEnded(decoding: body)
            return .dutyEnded
        default:
            return nil
        }
    }
}

extension RegistryContract.Availability {
    /// The availability as dispatching knows it.
    var availability: DispatchDomain.Availability {
        switch self {
        case .available: .available
        case .busy: .busy
        case .exempt: .exempt
        }
    }
}

extension RegistryLanguage {
    /// The types of one of the registry's streams, with their newest major versions.
    static func known(of stream: String) -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: messages.filter { $0.type.hasPrefix(stream + ".") }.map { ($0.type, $0.version) })
    }
}
