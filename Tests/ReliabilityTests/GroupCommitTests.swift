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
}
