import Kernel
import Messaging
import Reliability
import Testing
import Wire

@Suite("The version gate")
struct InboxGateTests {
    private static let aggregate = Identifier<AggregateTag>(high: 1, low: 1)

    private func entry(
        _ version: Int64?, aggregate: Identifier<AggregateTag> = InboxGateTests.aggregate, message: UInt64? = nil,
        body: String = "{}", retry: Bool = false
    ) -> InboxEntry {
        let properties = MessageProperties(messageID: "x")
        let delivery =
            retry
            ? Delivery.retry(properties: properties, routingKey: "k", body: Array(body.utf8))
            : Delivery(
                tag: DeliveryTag(epoch: 1, number: 1), exchange: "e", routingKey: "k", properties: properties,
                body: Array(body.utf8), redelivered: false)
        let id = Identifier<MessageTag>(high: 9, low: message ?? UInt64(version ?? 0))
        guard let version else { return InboxEntry(delivery, messageID: id) }
        return InboxEntry(
            delivery,
            envelope: Envelope(
                id: id, type: "a.b.c", version: 1, source: "a", aggregate: aggregate, aggregateVersion: version,
                partition: 0, area: .probe, occurredAt: .zero))
    }

    private func position(_ version: Int64) -> InboxEntry.Position {
        InboxEntry.Position(aggregate: Self.aggregate, version: version)
    }

    @Test("the next version is applied, a lower one dropped, a higher one held")
    func threeWays() {
        let gate = InboxGate(
            [entry(3), entry(4), entry(6)], known: .init(versions: [Self.aggregate: 3]))
        #expect(gate.outcomes == [.duplicate, .applied, .held])
        #expect(gate.apply == [1])
        #expect(gate.hold == [2])
        #expect(gate.versions == [Self.aggregate: 4])
        #expect(gate.release.isEmpty)
    }

    @Test("versions that follow one another in a batch are all applied")
    func run() {
        let gate = InboxGate([entry(1), entry(2), entry(3)], known: .init())
        #expect(gate.outcomes == [.applied, .applied, .applied])
        #expect(gate.versions == [Self.aggregate: 3])
    }

    @Test("the same event twice in a batch is applied once")
    func twice() {
        let gate = InboxGate([entry(1), entry(1)], known: .init())
        #expect(gate.outcomes == [.applied, .duplicate])
    }

    @Test("an event that was held is released when its predecessor is applied")
    func release() {
        let gate = InboxGate(
            [entry(2)], known: .init(versions: [Self.aggregate: 1], waiting: [position(3): false]))
        #expect(gate.release == [position(3)])
    }

    @Test("an event that comes before its predecessor in one batch is held and released at once")
    func reversed() {
        let gate = InboxGate([entry(2), entry(1)], known: .init())
        #expect(gate.outcomes == [.held, .applied])
        #expect(gate.hold == [0])
        #expect(gate.release == [position(2)])
    }

    @Test("an event whose retry waits is not taken from the queue, and gets no second row")
    func waitingRetry() {
        let known = InboxGate.Known(versions: [Self.aggregate: 1], waiting: [position(2): true])
        let fromQueue = InboxGate([entry(2)], known: known)
        #expect(fromQueue.outcomes == [.held])
        #expect(fromQueue.hold.isEmpty)
        let retry = InboxGate([entry(2, retry: true)], known: known)
        #expect(retry.outcomes == [.applied])
    }

    @Test("one aggregate's gap does not hold up another")
    func independent() {
        let other = Identifier<AggregateTag>(high: 2, low: 2)
        let gate = InboxGate([entry(2), entry(1, aggregate: other, message: 77)], known: .init())
        #expect(gate.outcomes == [.held, .applied])
    }

    @Test("a known message id with another body is refused")
    func reused() {
        let first = entry(1)
        let gate = InboxGate(
            [entry(1, body: "{\"a\":1}")], known: .init(appliedHashes: [first.messageID: first.bodyHash]))
        guard case .refused = gate.outcomes.first else {
            Issue.record("\(gate.outcomes)")
            return
        }
    }

    @Test("a command is applied once, by its message id")
    func command() {
        let command = entry(nil, message: 5)
        let fresh = InboxGate([command, command], known: .init(freshCommands: [command.messageID]))
        #expect(fresh.outcomes == [.applied, .duplicate])
        let known = InboxGate([command], known: .init(appliedHashes: [command.messageID: command.bodyHash]))
        #expect(known.outcomes == [.duplicate])
    }

    @Test(
        "whatever the order of arrival, everything is applied once and in order",
        arguments: 1...50 as ClosedRange<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var arrivals = (1...20 as ClosedRange<Int64>).map { entry($0) }
        arrivals += (0..<10).map { _ in arrivals[Int(random.next() % 20)] }
        arrivals.shuffle(using: &random)
        var known = InboxGate.Known()
        var applied: [Int64] = []
        var held: [InboxEntry] = []
        func pass(_ batch: [InboxEntry]) {
            let gate = InboxGate(batch, known: known)
            applied += gate.apply.compactMap { batch[$0].position?.version }
            known.versions.merge(gate.versions) { _, new in new }
            for index in gate.hold {
                held.append(batch[index])
                known.waiting[batch[index].position!] = false
            }
            for next in gate.release { known.waiting[next] = true }
        }
        while !arrivals.isEmpty {
            let size = min(arrivals.count, 1 + Int(random.next() % 5))
            pass(Array(arrivals.prefix(size)))
            arrivals.removeFirst(size)
        }
        while let due = known.waiting.first(where: { $0.value })?.key,
            let next = held.first(where: { $0.position == due })
        {
            known.waiting[due] = nil
            pass([
                entry(next.position!.version, message: next.messageID.low, retry: true)
            ])
        }
        #expect(applied == Array(1...20))
        #expect(known.waiting.isEmpty)
    }
}
