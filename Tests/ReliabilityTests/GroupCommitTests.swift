import Reliability
import Synchronization
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
}
