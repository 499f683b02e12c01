import Kernel
import Messaging
import Wire

/// An event of another context, as far as its properties tell.
struct ReceivedEvent {
    let delivery: Delivery
    let envelope: Envelope

    /// Why a message can't be taken; it carries no value of the message.
    struct Refusal: Error {
        let reason: String
    }

    /// Reads the properties of an event of a context that the city's services tell.
    ///
    /// - Throws: `Refusal` if they make no envelope, or one of another source or another city.
    init(_ delivery: Delivery, source: String, city: AreaCode) throws(Refusal) {
        do {
            envelope = try Envelope(delivery.properties)
        } catch {
            throw Refusal(reason: error.reason)
        }
        guard envelope.source == source else { throw Refusal(reason: "source: not that of this queue") }
        guard city.contains(envelope.area) else { throw Refusal(reason: "area: not of this city") }
        self.delivery = delivery
    }

    /// The proof that it came.
    var receipt: Receipt { Receipt(delivery, envelope: envelope) }

    /// Reads the body as a message of a type that is known in this version.
    ///
    /// - Throws: `Refusal` if it is of a newer major version or not of the form.
    func message<M: Message>(_ type: M.Type) throws(Refusal) -> M {
        guard envelope.version <= M.version else { throw Refusal(reason: "version: newer than is known here") }
        do {
            return try M(decoding: delivery.body)
        } catch {
            throw Refusal(reason: IntakeProblems.reason(error) ?? "schema")
        }
    }
}

/// Takes a batch apart into what can be applied and what is refused, and puts the outcomes together again in order.
struct SiftedBatch<Content> {
    private(set) var receipts: [Receipt] = []
    private(set) var contents: [Content] = []
    private var outcomes: [Outcome?] = []

    init(_ batch: [Delivery], _ read: (Delivery) throws(ReceivedEvent.Refusal) -> (Receipt, Content)) {
        for delivery in batch {
            do throws(ReceivedEvent.Refusal) {
                let (receipt, content) = try read(delivery)
                receipts.append(receipt)
                contents.append(content)
                outcomes.append(nil)
            } catch {
                outcomes.append(.refused(reason: error.reason))
            }
        }
    }

    /// The outcomes of all, given those of what could be applied.
    func settled(_ applied: [Outcome]) -> [Outcome] {
        var rest = applied[...]
        return outcomes.map { $0 ?? rest.popFirst() ?? .refused(reason: "no outcome") }
    }
}
