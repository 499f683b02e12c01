public import IntakeApplication
import IntakeDomain
public import Kernel
public import Logging
public import Messaging
import RegistryContract
import Wire

/// Takes the areas that the registry defines.
public struct AreaDeliveries: DeliveryHandler {
    private let store: any IntakeStore
    private let directory: AreaDirectory
    private let reading: EventReading<Area>
    private let logger: Logger

    /// Makes the handler.
    public init(store: any IntakeStore, directory: AreaDirectory, city: AreaCode, logger: Logger) {
        self.store = store
        self.directory = directory
        reading = EventReading(known: [AreaDefined.type: AreaDefined.version], city: city) {
            (_, body) throws(WireError) in
            let message = try AreaDefined(decoding: body)
            guard city.contains(message.code) else { throw WireError(code: .outOfRange, path: "code") }
            return Area(code: message.code, name: message.name, boundary: Polygon(ring: message.boundary.map(\.point)))
        }
        self.logger = logger
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        try await reading.handle(batch) { items in
            let outcomes = try await store.receive(items.map(\.receipt), areas: items.map(\.news))
            do {
                try await directory.refresh()
            } catch {
                // The areas are committed; the map follows with the next look at the table.
                logger.warning("the map of areas was not refreshed")
            }
            return outcomes
        }
    }
}
