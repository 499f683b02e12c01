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
    private let city: AreaCode
    private let logger: Logger

    /// Makes the handler.
    public init(store: any IntakeStore, directory: AreaDirectory, city: AreaCode, logger: Logger) {
        self.store = store
        self.directory = directory
        self.city = city
        self.logger = logger
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let sifted = SiftedBatch(batch) { delivery throws(ReceivedEvent.Refusal) in try read(delivery) }
        guard !sifted.receipts.isEmpty else { return sifted.settled([]) }
        let outcomes = sifted.settled(try await store.receive(sifted.receipts, areas: sifted.contents))
        do {
            try await directory.refresh()
        } catch {
            // The areas are committed; the map follows with the next look at the table.
            logger.warning("the map of areas was not refreshed")
        }
        return outcomes
    }

    private func read(_ delivery: Delivery) throws(ReceivedEvent.Refusal) -> (Receipt, Area) {
        let event = try ReceivedEvent(delivery, source: RegistryLanguage.source, city: city)
        guard event.envelope.type == AreaDefined.type else { throw .init(reason: "type: not known here") }
        let message = try event.message(AreaDefined.self)
        guard city.contains(message.code) else { throw .init(reason: "area: not of this city") }
        let area = Area(code: message.code, name: message.name, boundary: Polygon(ring: message.boundary.map(\.point)))
        return (event.receipt, area)
    }
}
