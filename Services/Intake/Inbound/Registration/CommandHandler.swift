public import IntakeApplication
import IntakeContract
public import Kernel
public import Messaging
import Wire

/// Takes the call centre's commands: `intake.command.register` with the same JSON as over HTTP.
public struct CommandHandler: DeliveryHandler {
    private let register: RegisterRequests
    private let clock: any TimeSource

    /// Makes the handler.
    public init(register: RegisterRequests, clock: any TimeSource) {
        self.register = register
        self.clock = clock
    }

    public func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        // The sender's clock is not believed: a command is registered when it comes.
        let now = clock.now()
        let decoded = DecodedBatch(batch) { delivery throws(Refusal) in try read(delivery, at: now) }
        return try await decoded.outcomes { items in
            try await register.receive(items.map(\.entry), registrations: items.map(\.draft))
        }
    }

    private func read(
        _ delivery: Delivery, at now: Timestamp
    ) throws(Refusal) -> (entry: InboxEntry, draft: RegistrationDraft) {
        let properties = delivery.properties
        guard let messageID = properties.messageID else { throw Refusal(.missing("message_id")) }
        guard let id = Identifier<MessageTag>(messageID) else { throw Refusal(.malformed("message_id")) }
        guard properties.type == RegisterCommand.type else { throw .unknownType }
        let header = EnvelopeHeaders.schemaVersion.name
        if properties.headers[header] != nil {
            let version = properties.headers.integer(header) ?? 0
            guard version >= 1 else { throw Refusal(.version, "malformed") }
            guard version <= RegisterCommand.version else { throw .newerVersion }
        }
        do {
            let registration = try RegistrationForm.read(try WireObject(parsing: delivery.body), channel: nil)
            let entry = InboxEntry(delivery, messageID: id)
            return (entry, try register.draft(registration, key: nil, actor: nil, at: now, cause: Causation(entry)))
        } catch {
            throw Refusal(registration: error)
        }
    }
}
