import Kernel
import Messaging
import Synchronization
import TestSupport
import Testing

@testable import Reliability

@Suite("Transactions that partitions share")
struct SharedHandlerTests {
    /// Lets a handler's first transactions hold, until these batches wait together for the next one.
    private func together(
        _ batches: [[Delivery]], _ handler: Recorder
    ) async throws -> [Result<[Outcome], any Error>] {
        let shared = SharedHandler(handler)
        handler.hold()
        let firsts = (0..<SharedHandler.transactionsAtOnce).map { index in
            Task { try await shared.handle([delivery(1000 + UInt64(index))]) }
        }
        try await eventually { handler.held == SharedHandler.transactionsAtOnce }
        var tasks: [Task<[Outcome], any Error>] = []
        for batch in batches {
            tasks.append(Task { try await shared.handle(batch) })
            let count = tasks.count
            try await eventually { await shared.waitingCount == count }
        }
        handler.letGo()
        for first in firsts { _ = try await first.value }
        var results: [Result<[Outcome], any Error>] = []
        for task in tasks { results.append(await task.result) }
        return results
    }

    /// The transactions but the first ones, which held the others up.
    private func calls(_ handler: Recorder) -> [[UInt64]] { handler.calls.filter { $0[0] < 1000 } }

    @Test("batches stand in one transaction, in order, and each hears of its own")
    func together() async throws {
        let handler = Recorder()
        let results = try await together([batch(1), batch(2, 3), batch(4)], handler)
        #expect(calls(handler) == [[1, 2, 3, 4]])
        #expect(try results.map { try $0.get() } == [[outcome(1)], [outcome(2), outcome(3)], [outcome(4)]])
    }

    @Test("a message that fails keeps its own partition from the commit and no other")
    func offender() async throws {
        let handler = Recorder(failing: 3)
        let results = try await together([batch(1), batch(2, 3), batch(4)], handler)
        #expect(calls(handler) == [[1, 2, 3, 4], [1], [2, 3], [4]])
        #expect(try results[0].get() == [outcome(1)])
        #expect(throws: Recorder.Fault(isTransient: false)) { try results[1].get() }
        #expect(try results[2].get() == [outcome(4)])
    }

    @Test("an absent server fails all of them, and nobody tries again before his wait")
    func absent() async throws {
        let handler = Recorder(failing: 3, transient: true)
        let results = try await together([batch(1), batch(2, 3)], handler)
        #expect(calls(handler) == [[1, 2, 3]])
        for result in results {
            #expect(throws: Recorder.Fault(isTransient: true)) { try result.get() }
        }
    }

    @Test("concurrent partitions all get their outcomes, in fewer transactions than batches")
    func concurrent() async throws {
        let handler = Recorder()
        let shared = SharedHandler(handler)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...200 as ClosedRange<UInt64> {
                group.addTask {
                    let outcomes = try await shared.handle(batch(number))
                    #expect(outcomes == [outcome(number)])
                }
            }
            try await group.waitForAll()
        }
        #expect(handler.calls.flatMap(\.self).sorted() == Array(1...200))
        #expect(handler.calls.count < 200)
    }

    @Test("what was delivered before is handled by itself")
    func redelivered() async throws {
        let handler = Recorder()
        let shared = SharedHandler(handler)
        handler.hold()
        try await withThrowingTaskGroup(of: [Outcome].self) { group in
            for number in 1...UInt64(SharedHandler.transactionsAtOnce + 5) {
                group.addTask { try await shared.handle(batch(number)) }
            }
            // Those before it hold all transactions that may run; it waits for none of them.
            #expect(try await shared.handle([delivery(99, redelivered: true)]) == [outcome(99)])
            handler.letGo()
            try await group.waitForAll()
        }
        #expect(handler.calls.contains([99]))
    }
}

private func batch(_ numbers: UInt64...) -> [Delivery] { numbers.map { delivery($0) } }

private func delivery(_ number: UInt64, redelivered: Bool = false) -> Delivery {
    Delivery(
        tag: DeliveryTag(epoch: 1, number: number), exchange: "", routingKey: "",
        properties: MessageProperties(messageID: "\(number)"), body: [], redelivered: redelivered)
}

/// An outcome of its own for each delivery.
private func outcome(_ number: UInt64) -> Outcome { .refused(Refusal(.body, "\(number)")) }

/// Notes the transactions that it was asked for.
private final class Recorder: DeliveryHandler {
    struct Fault: TransientFailure, Hashable {
        let isTransient: Bool
    }

    private let noted = Mutex<[[UInt64]]>([])
    private let holding = Mutex(false)
    private let entered = Atomic(0)
    private let failing: UInt64?
    private let transient: Bool

    init(failing: UInt64? = nil, transient: Bool = false) {
        self.failing = failing
        self.transient = transient
    }

    var calls: [[UInt64]] { noted.withLock { $0 } }

    /// How many transactions have begun that may be held.
    var held: Int { entered.load(ordering: .relaxed) }

    /// From now on only what was redelivered is handled.
    func hold() { holding.withLock { $0 = true } }
    func letGo() { holding.withLock { $0 = false } }

    func handle(_ batch: [Delivery]) async throws -> [Outcome] {
        let numbers = batch.map(\.tag.number)
        let mayBeHeld = !batch.contains(where: \.redelivered)
        if mayBeHeld { entered.add(1, ordering: .relaxed) }
        while holding.withLock({ $0 }), mayBeHeld { await Task.yield() }
        noted.withLock { $0.append(numbers) }
        if let failing, numbers.contains(failing) { throw Fault(isTransient: transient) }
        return numbers.map(outcome)
    }
}
