import Kernel
import Messaging
import Wire

/// Reads a batch of deliveries of one stream and handles those that can be read; the one place where a fault of a
/// message becomes an outcome.
struct StreamReading<News: Sendable>: Sendable {
    /// The first two words of the types, e.g.
    ///
    /// `intake.request`.
    let stream: String
    /// The types of the stream with the newest major version that is understood.
    let known: [String: Int]
    /// What the messages may be about.
    let city: AreaCode
    let decode: @Sendable (Envelope, [UInt8]) throws(WireError) -> News

    /// A delivery that was read.
    struct Item: Sendable {
        let envelope: Envelope
        let receipt: Receipt
        let news: News
    }

    /// One outcome a delivery, in order; those that cannot be read are refused and keep nobody from being handled.
    func handle(
        _ batch: [Delivery], _ body: ([Item]) async throws -> [Outcome]
    ) async throws -> [Outcome] {
        var outcomes: [Outcome?] = []
        var items: [Item] = []
        for delivery in batch {
            do throws(Refusal) {
                items.append(try read(delivery))
                outcomes.append(nil)
            } catch {
                outcomes.append(.refused(reason: error.reason))
            }
        }
        guard !items.isEmpty else { return outcomes.compactMap(\.self) }
        var handled = try await body(items).makeIterator()
        return outcomes.map { outcome in
            guard let outcome = outcome ?? handled.next() else {
                preconditionFailure("a handler gives one outcome an item")
            }
            return outcome
        }
    }

    /// Why a delivery cannot be read; it names what is wrong and never a value.
    private struct Refusal: Error {
        let reason: String
    }

    private func read(_ delivery: Delivery) throws(Refusal) -> Item {
        let envelope: Envelope
        do throws(EnvelopeFault) {
            envelope = try Envelope(delivery.properties)
        } catch {
            throw Refusal(reason: error.reason)
        }
        guard let newest = known[envelope.type], envelope.type.hasPrefix(stream + ".") else {
            throw Refusal(reason: "type: not known here")
        }
        guard envelope.version <= newest else { throw Refusal(reason: "version: newer than is known here") }
        guard city.contains(envelope.area) else { throw Refusal(reason: "area: not of this city") }
        do throws(WireError) {
            let news = try decode(envelope, delivery.body)
            return Item(envelope: envelope, receipt: Receipt(delivery, envelope: envelope), news: news)
        } catch {
            throw Refusal(reason: "body: \(error)")
        }
    }
}
