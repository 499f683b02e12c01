public import IntakeApplication
import IntakeDomain
public import Kernel
public import Logging
public import Messaging
import RegistryContract
import Wire

/// Takes the areas that the registry defines.
public struct AreaHandler: DeliveryHandler {
    private let follow: FollowAreas
    private let directory: AreaDirectory
    private let decoder: EventDecoder<Area>
    private let logger: Logger

    /// Makes the handler.
    public init(follow: FollowAreas, directory: AreaDirectory, city: AreaCode, logger: Logger) {
        self.follow = follow
        self.directory = directory
        decoder = EventDecoder(known: [AreaDefined.type: AreaDefined.version], city: city) {
            (_, body) throws(WireError) in
            let message = try AreaDefined(decoding: body)
            guard city.contains(message.code) else { throw WireError(code: .outOfRange, path: "code") }
            return Area(code: message.code, name: message.name, boundary: Polygon(ring: message.boundary.map(\.point)))
        }
        self.logger = logger
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await decoder.handle(batch) { items in
            let outcomes = try await follow.handle(items.map { .init(entry: $0.entry, area: $0.event) })
            do {
                try await directory.refresh()
            } catch {
                // The areas are committed; the map follows when the table is read next.
                logger.warning("the map of areas was not refreshed")
            }
            return outcomes
        }
    }
}
