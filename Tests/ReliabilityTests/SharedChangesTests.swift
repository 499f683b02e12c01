import Kernel
import Reliability
import Synchronization
import TestSupport
import Testing

@Suite("Changes that share a transaction")
struct SharedChangesTests {
    private struct Item: Sendable, Hashable {
        let number: Int
        var scope = "city"
    }
    private struct Refusal: Error, Hashable { let number: Int }
    private struct Away: TransientFailure { let isTransient = true }

    /// Notes what ran in which transaction; the first change of all holds its transaction until it is let go.
    private final class Store: Sendable {
        private let noted = Mutex<[[Int]]>([])
        private let isOpen = Mutex(false)

        var transactions: [[Int]] { noted.withLock { $0 } }
        func letGo() { isOpen.withLock { $0 = true } }

        func run(_ items: [Item]) async {
            noted.withLock { $0.append(items.map(\.number)) }
            while items[0].number == 0, !isOpen.withLock({ $0 }) { await Task.yield() }
        }

        /// Twice the number; 13 is refused.
        func alone(_ item: Item) async throws -> Int {
            await run([item])
            if item.number == 13 { throw Refusal(number: 13) }
            return item.number * 2
        }
    }

    /// Runs the items, which come while both transactions of the store are busy; what came of each.
    private func results(
        of items: [Item], _ store: Store,
        together: @escaping @Sendable ([Item]) async throws -> [SharedOutcome<Int>]
    ) async throws -> [Result<Int, any Error>] {
        let changes = SharedChanges<Item, Int>(
            patience: .seconds(600), scope: \.scope, together: together, alone: { try await store.alone($0) })
        return try await withThrowingTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            for _ in 1...2 { group.addTask { (-1, .success(try await changes(Item(number: 0)))) } }
            try await eventually { store.transactions.count == 2 }
            for (index, item) in items.enumerated() {
                group.addTask {
                    do { return (index, .success(try await changes(item))) } catch { return (index, .failure(error)) }
                }
                try await eventually { await changes.waitingCount == index + 1 }
            }
            store.letGo()
            var results: [Int: Result<Int, any Error>] = [:]
            for try await (index, result) in group where index >= 0 { results[index] = result }
            return items.indices.compactMap { results[$0] }
        }
    }

    @Test("those of one scope run together, in the order of coming; a single one runs by itself")
    func scopes() async throws {
        let store = Store()
        let items = [Item(number: 1), Item(number: 2, scope: "district"), Item(number: 3)]
        let results = try await results(of: items, store) { items in
            await store.run(items)
            return items.map { .stored($0.number * 2) }
        }
        #expect(try results.map { try $0.get() } == [2, 4, 6])
        #expect(store.transactions == [[0], [0], [1, 3], [2]])
    }

    @Test("a refused one fails alone, and one that met a lock runs by itself")
    func refused() async throws {
        let store = Store()
        let results = try await results(of: [1, 13, 4].map { Item(number: $0) }, store) { items in
            await store.run(items)
            return [.stored(2), .refused(Refusal(number: 13)), .alone]
        }
        #expect(try results[0].get() == 2)
        #expect(throws: Refusal(number: 13)) { try results[1].get() }
        #expect(try results[2].get() == 8)
        #expect(store.transactions == [[0], [0], [1, 13, 4], [4]])
    }

    @Test("where the shared transaction fails, each runs by itself and only the one at fault fails")
    func isolated() async throws {
        let store = Store()
        let results = try await results(of: [1, 13, 4].map { Item(number: $0) }, store) { items in
            await store.run(items)
            throw Refusal(number: 0)
        }
        #expect(try results[0].get() == 2)
        #expect(throws: Refusal(number: 13)) { try results[1].get() }
        #expect(try results[2].get() == 8)
        #expect(Set(store.transactions.dropFirst(3)) == [[1], [13], [4]])
    }

    @Test("where the server is away, nothing is tried again")
    func away() async throws {
        let store = Store()
        let results = try await results(of: [1, 2].map { Item(number: $0) }, store) { items in
            await store.run(items)
            throw Away()
        }
        for result in results { #expect(throws: Away.self) { try result.get() } }
        #expect(store.transactions == [[0], [0], [1, 2]])
    }
}
