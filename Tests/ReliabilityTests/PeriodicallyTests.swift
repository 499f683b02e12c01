import InMemoryLogging
import Logging
import Reliability
import Synchronization
import TestSupport
import Testing

@Suite("Periodic work")
struct PeriodicallyTests {
    struct Failure: Error { let phone = "13812345678" }

    @Test("what is left is done at once; a failure is logged without values and tried again; a cancellation ends it")
    func loop() async throws {
        let runs = Mutex(0)
        let lines = InMemoryLogHandler()
        let work = Periodically("testing", every: .seconds(3_600), logger: Logger(label: "test") { _ in lines }) {
            let run = runs.withLock { count in
                count += 1
                return count
            }
            if run == 2 { throw Failure() }
            return run < 4 ? .now : .later
        }
        let running = Task { try await work.run() }
        try await eventually { runs.withLock { $0 } == 4 }
        running.cancel()
        try await running.value
        #expect(runs.withLock { $0 } == 4)
        let texts = lines.entries.map { "\($0.message) \($0.metadata)" }
        #expect(texts.count == 1)
        #expect(texts.allSatisfy { $0.contains("testing") && !$0.contains("13812345678") })
    }
}
