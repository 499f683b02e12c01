import Kernel
import Testing

@Suite("A concurrency limit")
struct ConcurrencyLimitTests {
    /// Counts who is inside, and the most there were.
    private actor Room {
        private(set) var inside = 0
        private(set) var most = 0

        func enter() {
            inside += 1
            most = max(most, inside)
        }

        func leave() { inside -= 1 }
    }

    @Test("no more bodies run at once than the limit, and all of them run")
    func limit() async throws {
        let (limit, room) = (ConcurrencyLimit(3), Room())
        let ran = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await limit.withPermit {
                        await room.enter()
                        for _ in 0..<10 { await Task.yield() }
                        await room.leave()
                        return 1
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(ran == 50)
        #expect(await room.inside == 0)
        #expect((1...3).contains(await room.most))
    }

    @Test("a body that throws gives its permit back")
    func failure() async throws {
        let limit = ConcurrencyLimit(1)
        await #expect(throws: TransientError.self) { try await limit.withPermit { throw TransientError() } }
        #expect(try await limit.withPermit { 7 } == 7)
    }

    @Test("a task that is cancelled while it waits throws, and takes no permit with it")
    func cancelled() async throws {
        let limit = ConcurrencyLimit(1)
        try await limit.withPermit {
            let waiter = Task { try await limit.withPermit { 1 } }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
        }
        #expect(try await limit.withPermit { 2 } == 2)
    }

    private struct TransientError: Error {}
}
