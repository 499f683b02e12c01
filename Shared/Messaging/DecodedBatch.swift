/// A batch apart into what can be read and what is refused, so that a bad message keeps no good one from being handled.
public struct DecodedBatch<Item> {
    /// What can be read, in order.
    public private(set) var items: [Item] = []
    private var refusals: [Refusal?] = []

    /// Reads each delivery.
    public init(_ batch: [Delivery], _ read: (Delivery) throws(Refusal) -> Item) {
        for delivery in batch {
            do throws(Refusal) {
                items.append(try read(delivery))
                refusals.append(nil)
            } catch {
                refusals.append(error)
            }
        }
    }

    /// One outcome per delivery, in order.
    ///
    /// - Parameter handle: is not called where nothing can be read; gives one outcome per item.
    public func outcomes(_ handle: ([Item]) async throws -> [Outcome]) async throws -> [Outcome] {
        var handled = try await (items.isEmpty ? [] : handle(items)).makeIterator()
        return refusals.map { refusal in
            guard let outcome = refusal.map(Outcome.refused) ?? handled.next() else {
                preconditionFailure("a handler gives one outcome per item")
            }
            return outcome
        }
    }
}
