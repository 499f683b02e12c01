import Reliability
import Synchronization
import TestSupport
import Testing

@Suite("The shared commit")
struct GroupCommitTests {
    @Test("concurrent callers share flushes and each gets its own result")
    func shared() async throws {
        let flushes = Mutex(0)
        let commit = GroupCommit<Int, Int>(limit: 50) { batch in
            flushes.withLock { $0 += 1 }
            await Task.yield()
            return batch.map { $0 * 2 }
        }
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...500 {
                group.addTask {
                    let result = try await commit.submit(number)
                    #expect(result == number * 2)
                    return result
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 500 * 501)
        #expect(flushes.withLock { $0 } < 500)
    }

    @Test("a flush that fails fails its own callers and no others")
    func failing() async throws {
        struct Full: Error {}
        let commit = GroupCommit<Int, Int>(limit: 1, flushesAtOnce: 1) { batch in
            if batch[0] == 13 { throw Full() }
            return batch
        }
        await #expect(throws: Full.self) { try await commit.submit(13) }
        #expect(try await commit.submit(14) == 14)
    }

    @Test("a flush is no heavier than the limit, unless one command alone is")
    func weight() async throws {
        let flushes = Mutex<[[Int]]>([])
        let weight: @Sendable (Int) -> Int = { $0 }
        let commit = GroupCommit<Int, Int>(limit: 10, flushesAtOnce: 1, weight: weight) { batch in
            flushes.withLock { $0.append(batch) }
            await Task.yield()
            return batch
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in [3, 4, 25, 5, 5, 1, 12] { group.addTask { try await commit.submit(number) } }
            try await group.waitForAll()
        }
        let batches = flushes.withLock { $0 }
        #expect(batches.flatMap(\.self).sorted() == [1, 3, 4, 5, 5, 12, 25])
        #expect(batches.allSatisfy { $0.count == 1 || $0.reduce(0, +) <= 10 })
    }

    /// A commit whose flushes wait to be let go; what was flushed, in batches.
    private final class Gate: Sendable {
        private let open = Mutex(false)
        private let noted = Mutex<[[Int]]>([])
        struct Fault: Error, Hashable { let number: Int }

        var batches: [[Int]] { noted.withLock { $0 } }
        func letGo() { open.withLock { $0 = true } }

        func flush(_ batch: [Int], failing: Int? = nil) async throws -> [Int] {
            noted.withLock { $0.append(batch) }
            while !open.withLock({ $0 }) { await Task.yield() }
            if let failing, batch.contains(failing) { throw Fault(number: failing) }
            return batch
        }
    }

    /// Hands numbers in, one after the other, and waits until each is in the queue behind the flush of number 0.
    private func queue(_ numbers: [Int], _ commit: GroupCommit<Int, Int>, _ gate: Gate) async throws -> [Task<
        Int, any Error
    >] {
        var tasks = [Task { try await commit.submit(0) }]
        try await eventually { gate.batches == [[0]] }
        for number in numbers {
            tasks.append(Task { try await commit.submit(number) })
            let count = tasks.count - 1
            try await eventually { await commit.waitingCount == count }
        }
        return tasks
    }

    @Test("a command that fails alone fails no neighbour, whatever its error is")
    func isolated() async throws {
        let gate = Gate()
        let commit = GroupCommit<Int, Int>(limit: 10, flushesAtOnce: 1) { try await gate.flush($0, failing: 2) }
        let tasks = try await queue([1, 2, 3], commit, gate)
        gate.letGo()
        #expect(try await tasks[1].value == 1)
        await #expect(throws: Gate.Fault(number: 2)) { try await tasks[2].value }
        #expect(try await tasks[3].value == 3)
        #expect(gate.batches == [[0], [1, 2, 3], [1], [2], [3]])
    }

    @Test("who finds more waiting than can be served in time is sent away at once")
    func overloaded() async throws {
        let gate = Gate()
        let commit = GroupCommit<Int, Int>(limit: 1, flushesAtOnce: 1, patience: .seconds(40)) {
            try await gate.flush($0)
        }
        // In 40 seconds one flush at a time, of one command and two seconds, takes twenty.
        let tasks = try await queue(Array(1...20), commit, gate)
        await #expect(throws: OverloadedFault.self) { try await commit.submit(21) }
        gate.letGo()
        for (number, task) in tasks.enumerated() { #expect(try await task.value == number) }
    }

    @Test("who has waited too long leaves the queue, and the command is never carried out")
    func late() async throws {
        let gate = Gate()
        let commit = GroupCommit<Int, Int>(limit: 2, flushesAtOnce: 1, patience: .milliseconds(50)) {
            try await gate.flush($0)
        }
        let first = Task { try await commit.submit(0) }
        try await eventually { gate.batches == [[0]] }
        await #expect(throws: OverloadedFault.self) { try await commit.submit(1) }
        gate.letGo()
        #expect(try await first.value == 0)
        #expect(try await commit.submit(2) == 2)
        #expect(gate.batches == [[0], [2]])
    }

    @Test("a caller that is cancelled before its flush leaves the queue; one in a flush gets its result")
    func cancelled() async throws {
        let gate = Gate()
        let commit = GroupCommit<Int, Int>(limit: 2, flushesAtOnce: 1) { try await gate.flush($0) }
        let tasks = try await queue([1, 2], commit, gate)
        tasks[1].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        #expect(await commit.waitingCount == 1)
        tasks[0].cancel()
        gate.letGo()
        #expect(try await tasks[0].value == 0)
        #expect(try await tasks[2].value == 2)
        #expect(gate.batches == [[0], [2]])
    }
}
