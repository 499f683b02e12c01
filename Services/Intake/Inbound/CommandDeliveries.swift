public import IntakeApplication
import IntakeContract
public import Kernel
public import Messaging
import Wire

/// Takes the call centre's commands: `intake.command.register` with the same JSON as over HTTP.
public struct CommandDeliveries: DeliveryHandler {
    private let register: RegisterRequests
    private let store: any IntakeStore
    private let clock: any TimeSource

    /// Makes the handler.
    public init(register: RegisterRequests, store: any IntakeStore, clock: any TimeSource) {
        self.register = register
        self.store = store
        self.clock = clock
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        // The sender's clock is not believed: a command is registered when it comes.
        let now = clock.now()
        let sifted = SiftedBatch(batch) { delivery throws(ReceivedEvent.Refusal) in try read(delivery, now: now) }
        guard !sifted.receipts.isEmpty else { return sifted.settled([]) }
        return sifted.settled(try await store.receive(sifted.receipts, registrations: sifted.contents))
    }

    private func read(
        _ delivery: Delivery, now: Timestamp
    ) throws(ReceivedEvent.Refusal) -> (Receipt, RegistrationDraft) {
        let properties = delivery.properties
        guard let messageID = properties.messageID else { throw .init(reason: "envelope: message_id is missing") }
        guard let id = Identifier<MessageTag>(messageID) else {
            throw .init(reason: "envelope: message_id is malformed")
        }
        guard properties.type == RegisterCommand.type else { throw .init(reason: "type: not known here") }
        let header = EnvelopeHeaders.schemaVersion.name
        if properties.headers[header] != nil {
            let version = properties.headers.integer(header) ?? 0
            guard version >= 1 else { throw .init(reason: "version: malformed") }
            guard version <= RegisterCommand.version else { throw .init(reason: "version: newer than is known here") }
        }
        do {
            let registration = try RegistrationForm.read(try WireObject(parsing: delivery.body), channel: nil)
            let receipt = Receipt(delivery, messageID: id)
            return (receipt, try register.draft(registration, key: nil, actor: nil, now: now, cause: Cause(receipt)))
        } catch {
            throw ReceivedEvent.Refusal(reason: IntakeProblems.reason(error) ?? "schema")
        }
    }
}
