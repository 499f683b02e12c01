import City
public import DispatchApplication
import DispatchDomain
public import Kernel
public import Messaging
import RegistryContract
import Wire

/// Takes the events of the registry about areas.
public struct AreaHandler: DeliveryHandler {
    private let follow: FollowAreas
    private let decoder: EventDecoder<(area: AreaCode, centre: GeoPoint?)?>

    /// - Parameter city: the installation's area; a message of another city's is refused.
    public init(_ follow: FollowAreas, city: AreaCode) {
        self.follow = follow
        decoder = EventDecoder(known: RegistryLanguage.known(of: EventStream.areas.name), city: city) {
            (envelope, body) throws(WireError) in
            guard envelope.type == AreaDefined.type else { return nil }
            let message = try AreaDefined(decoding: body)
            guard city.contains(message.code) else { throw WireError(code: .outOfRange, path: "code") }
            return (message.code, Polygon(ring: message.boundary.map(\.point))?.centre)
        }
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await decoder.handle(batch) { items in
            try await follow.handle(
                items.map { item in
                    FollowAreas.Item(entry: item.entry, area: item.event?.area, centre: item.event?.centre)
                })
        }
    }
}
