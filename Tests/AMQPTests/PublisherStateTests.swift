import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("State of a publisher")
struct PublisherStateTests {
    typealias Action = PublisherState.Action

    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let closed = AMQPError(.channelClosed, replyCode: 406, reason: "no")

    /// A publisher that confirms on channel 1.
    private func confirming(window: Int = 100) -> PublisherState {
        var state = PublisherState(window: window, patience: .seconds(10))
        _ = state.connected()
        confirm(&state, epoch: 1)
        return state
    }

    private func confirm(_ state: inout PublisherState, epoch: UInt64) {
        _ = state.channelOpened(1, epoch: epoch, isConnected: true)
        _ = state.confirmsSelected(epoch: epoch, isBlocked: false, now: start)
    }

    private func messages(_ count: Int, exchange: String = "") -> [OutgoingMessage] {
        (0..<count).map { number in
            var message = OutgoingMessage.numbered(number)
            message.exchange = exchange
            return message
        }
    }

    /// The number of a batch that is taken.
    private func enqueue(_ messages: [OutgoingMessage], _ state: inout PublisherState) throws -> UInt64 {
        let job = state.enqueued(messages)
        return try #require(job)
    }

    /// Sends what may be sent; returns the messages' positions in their batches.
    @discardableResult
    private func send(_ state: inout PublisherState) -> [Int] {
        var sent: [Int] = []
        while let next = state.nextToSend() {
            state.sent(next.entry)
            sent.append(next.entry.index)
        }
        return sent
    }

    private func outcomes(_ actions: [Action]) -> [[PublishOutcome]] {
        actions.compactMap { if case .finish(let job) = $0 { job.outcomes } else { nil } }
    }

    private func ack(_ number: UInt64, _ state: inout PublisherState, multiple: Bool = true) throws {
        try state.received(.ack(number: number, multiple: multiple), now: start)
    }

    @Test("a connection leads to a channel, that to confirms, those to readiness")
    func opens() {
        var state = PublisherState(window: 1, patience: .seconds(10))
        #expect(state.connected() == [.openChannel(epoch: 1)])
        #expect(state.channelOpened(1, epoch: 1, isConnected: true) == [.selectConfirms(1, epoch: 1)])
        #expect(!state.canSend)
        #expect(
            state.confirmsSelected(epoch: 1, isBlocked: false, now: start) == [.ready(true), .blocked(false), .pump])
    }

    @Test(
        "messages go in order as far as the window allows, and each batch has its outcomes when the last one is known")
    func window() throws {
        var state = confirming(window: 3)
        let first = try enqueue(messages(2), &state)
        let second = try enqueue(messages(2), &state)
        #expect(send(&state) == [0, 1, 0])
        #expect(!state.canSend)
        try ack(2, &state)
        #expect(send(&state) == [1])
        var counts = OutcomeCounts()
        for _ in 0..<2 { counts.add(.confirmed) }
        let finished = PublishJobs.Finished(job: first, outcomes: [.confirmed, .confirmed])
        #expect(
            state.sendingPaused(now: start)
                == [.finish(finished), .count(counts), .watch(until: start + .seconds(10))])
        try state.received(.nack(number: 4, multiple: true), now: start)
        #expect(
            state.sendingPaused(now: start).first
                == .finish(PublishJobs.Finished(job: second, outcomes: [.rejected, .rejected])))
    }

    @Test("a return counts and the ack that follows does not; a strange return is reported")
    func returned() throws {
        var state = confirming()
        _ = state.enqueued(messages(1))
        send(&state)
        let notice = ReturnNotice(replyCode: 312, text: "NO_ROUTE", exchange: "", routingKey: "q")
        let own = messages(1)[0]
        let content = Content(method: .returned(notice), properties: own.properties, body: own.body)
        let strange = Content(method: .returned(notice), properties: own.properties, body: [9])
        #expect(try state.returned(strange) == .reportStrangeReturn(exchange: ""))
        #expect(try state.returned(content) == nil)
        try ack(1, &state)
        #expect(outcomes(state.sendingPaused(now: start)) == [[.returned(code: 312, reason: "NO_ROUTE")]])
    }

    @Test("what is confirmed before a break in the same turn stays so, the rest of the batch is unknown and not sent")
    func connectionLost() throws {
        var state = confirming(window: 3)
        _ = state.enqueued(messages(5))
        send(&state)
        try ack(2, &state)
        let actions = state.connectionLost()
        #expect(actions.first == .ready(false))
        #expect(outcomes(actions) == [[.confirmed, .confirmed, .unknown, .unknown, .unknown]])
        #expect(state.connectionLost() == [])
        #expect(state.connected() == [.openChannel(epoch: 2)])
        confirm(&state, epoch: 2)
        #expect(send(&state) == [])
    }

    @Test("a batch that waits while the connection is lost goes on the next one")
    func waitsForConnection() throws {
        var state = confirming(window: 1)
        _ = state.enqueued(messages(1))
        _ = state.enqueued(messages(2))
        send(&state)
        #expect(outcomes(state.connectionLost()) == [[.unknown]])
        _ = state.connected()
        confirm(&state, epoch: 2)
        #expect(send(&state) == [0])
    }

    @Test(
        "a channel closed over another method blames nobody: everything goes again in order",
        arguments: [MethodNumber.confirmSelect, .basicAck, .queueDeclare], [1, 4])
    func innocent(method: MethodNumber, count: Int) throws {
        var state = confirming()
        _ = state.enqueued(messages(count))
        send(&state)
        #expect(state.channelClosed(closed, over: method) == [.ready(false), .openChannel(epoch: 2)])
        confirm(&state, epoch: 2)
        #expect(send(&state) == Array(0..<count))
        try ack(UInt64(count), &state)
        #expect(outcomes(state.sendingPaused(now: start)) == [Array(repeating: .confirmed, count: count)])
    }

    @Test("the only message without an answer is blamed for a close over a publication, or over nothing named")
    func guilty() throws {
        for method in [MethodNumber.basicPublish, nil] {
            var state = confirming()
            _ = state.enqueued(messages(1))
            send(&state)
            let actions = state.channelClosed(closed, over: method)
            #expect(outcomes(actions) == [[.refused(reason: "no")]])
            #expect(actions.last == .openChannel(epoch: 2))
        }
    }

    @Test("one of several is searched for in halves, and the others are confirmed")
    func searched() throws {
        var state = confirming()
        _ = state.enqueued(messages(4))
        #expect(send(&state) == [0, 1, 2, 3])
        #expect(state.channelClosed(closed, over: .basicPublish) == [.ready(false), .openChannel(epoch: 2)])
        confirm(&state, epoch: 2)
        #expect(send(&state) == [0, 1])
        try ack(2, &state)
        _ = state.sendingPaused(now: start)
        #expect(send(&state) == [2])
        let actions = state.channelClosed(closed, over: .basicPublish)
        #expect(
            outcomes(actions) == [] && actions.contains(.reportRefusal(exchange: "", closed)))
        confirm(&state, epoch: 3)
        #expect(send(&state) == [3])
        try ack(1, &state)
        #expect(
            outcomes(state.sendingPaused(now: start)) == [[.confirmed, .confirmed, .refused(reason: "no"), .confirmed]])
    }

    @Test("a missing exchange returns all that waits for it")
    func missingExchange() throws {
        var state = confirming(window: 1)
        _ = state.enqueued(messages(2, exchange: "missing") + messages(1))
        send(&state)
        let missing = AMQPError(.channelClosed, replyCode: 404, reason: "no exchange")
        _ = state.channelClosed(missing, over: .basicPublish)
        confirm(&state, epoch: 2)
        #expect(send(&state) == [2])
        try ack(1, &state)
        let returned = PublishOutcome.returned(code: 404, reason: "no exchange")
        #expect(outcomes(state.sendingPaused(now: start)) == [[returned, returned, .confirmed]])
    }

    @Test("a channel that is refused before anything was sent is opened again after a wait, not in a hot loop")
    func refusedChannel() {
        var state = confirming()
        #expect(state.channelClosed(closed, over: nil) == [.ready(false), .reopen(failures: 0, epoch: 1)])
        #expect(state.reopenDue(epoch: 1) == [.openChannel(epoch: 2)])
        #expect(state.reopenDue(epoch: 1) == [])
        _ = state.channelOpened(1, epoch: 2, isConnected: true)
        #expect(state.channelClosed(closed, over: nil) == [.ready(false), .reopen(failures: 1, epoch: 2)])
        #expect(state.connectionLost() == [.ready(false)])
        #expect(state.reopenDue(epoch: 2) == [])
    }

    @Test("what the encoder refuses has its outcome, and what the connection takes no more is the next one")
    func encoding() throws {
        var state = confirming()
        _ = state.enqueued(messages(3))
        guard let first = state.nextToSend() else { return #expect(Bool(false), "nothing goes") }
        state.unencodable(first.entry, AMQPError(.unencodable, object: "type", reason: "long"))
        guard let second = state.nextToSend() else { return #expect(Bool(false), "nothing more goes") }
        state.notSent(second.entry)
        #expect(send(&state) == [1, 2])
        try ack(2, &state)
        #expect(
            outcomes(state.sendingPaused(now: start)) == [[.refused(reason: "type: long"), .confirmed, .confirmed]])
    }

    @Test("a cancelled caller is released, what it did not send is not sent, and what comes back of it is known")
    func cancelled() throws {
        var state = confirming(window: 1)
        let first = try enqueue(messages(3), &state)
        _ = state.enqueued(messages(1))
        send(&state)
        #expect(state.cancelled(first) == [.release(first), .pump])
        #expect(state.cancelled(first) == [])
        let own = messages(1)[0]
        let notice = ReturnNotice(replyCode: 312, text: "NO_ROUTE", exchange: "", routingKey: "q")
        let content = Content(method: .returned(notice), properties: own.properties, body: own.body)
        #expect(try state.returned(content) == nil)
        try ack(1, &state)
        #expect(outcomes(state.sendingPaused(now: start)) == [])
        #expect(send(&state) == [0])
        try ack(2, &state)
        #expect(outcomes(state.sendingPaused(now: start)) == [[.confirmed]])
    }

    @Test("while the broker is blocked nothing is sent and no time counts")
    func blocked() throws {
        var state = confirming()
        _ = state.enqueued(messages(1))
        send(&state)
        #expect(state.sendingPaused(now: start) == [.watch(until: start + .seconds(10))])
        #expect(state.blockedChanged(true, now: start) == [.blocked(true), .pump])
        _ = state.enqueued(messages(1))
        #expect(send(&state) == [])
        #expect(state.sendingPaused(now: start) == [])
        #expect(state.watchDue(now: start + .seconds(10)) == [])
        let later = start + .seconds(60)
        #expect(state.blockedChanged(false, now: later) == [.blocked(false), .pump])
        #expect(send(&state) == [0])
        #expect(state.sendingPaused(now: later) == [.watch(until: later + .seconds(10))])
    }

    @Test("a connection on which nothing is confirmed is given up, one that goes on is watched further")
    func watched() throws {
        var state = confirming()
        _ = state.enqueued(messages(2))
        send(&state)
        #expect(state.sendingPaused(now: start) == [.watch(until: start + .seconds(10))])
        #expect(state.sendingPaused(now: start + .seconds(1)) == [])
        try state.received(.ack(number: 1, multiple: false), now: start + .seconds(8))
        #expect(state.watchDue(now: start + .seconds(10)) == [.watch(until: start + .seconds(18))])
        #expect(state.watchDue(now: start + .seconds(18)) == [.giveUpConnection])
    }

    @Test("a publisher that is stopped takes nothing more and closes when what is under way is confirmed")
    func drains() throws {
        var state = confirming()
        _ = state.enqueued(messages(1))
        send(&state)
        #expect(state.stopRequested() == [])
        #expect(state.enqueued(messages(1)) == nil)
        try ack(1, &state)
        let actions = state.sendingPaused(now: start)
        #expect(outcomes(actions) == [[.confirmed]])
        #expect(actions.last == .close)
        #expect(state.patienceEnded() == [])
        // What the broker says after that is not heard.
        try ack(7, &state)
    }

    @Test("when its time is over, what is under way is unknown")
    func patienceEnds() throws {
        var state = confirming(window: 1)
        _ = state.enqueued(messages(2))
        send(&state)
        _ = state.stopRequested()
        let actions = state.patienceEnded()
        #expect(outcomes(actions) == [[.unknown, .unknown]] && actions.last == .close)
        #expect(state.stopRequested() == [])
    }

    @Test("what comes late after a break does nothing: a channel, its confirms, the end of a wait")
    func late() {
        var state = PublisherState(window: 1, patience: .seconds(10))
        _ = state.connected()
        #expect(state.connectionLost() == [.ready(false)])
        #expect(state.channelOpened(1, epoch: 1, isConnected: true) == [])
        _ = state.connected()
        _ = state.channelOpened(1, epoch: 2, isConnected: true)
        #expect(state.confirmsSelected(epoch: 1, isBlocked: false, now: start) == [])
        #expect(state.watchDue(now: start) == [])
        #expect(state.reopenDue(epoch: 2) == [])
    }

    @Test("an event that cannot come in its phase is a fault of ours; a confirm of nothing is the broker's breach")
    func outOfTurn() {
        var idle = PublisherState(window: 1, patience: .seconds(10))
        guard case .fault? = idle.channelClosed(closed, over: nil).first else { return #expect(Bool(false)) }
        var state = confirming()
        guard case .fault? = state.connected().first else { return #expect(Bool(false)) }
        var opening = PublisherState(window: 1, patience: .seconds(10))
        _ = opening.connected()
        let opened = opening.channelOpened(nil, epoch: 1, isConnected: true)
        guard case .fault? = opened.first else { return #expect(Bool(false)) }
        #expect(throws: AMQPError.self) { try state.received(.ack(number: 1, multiple: true), now: start) }
        #expect(throws: AMQPError.self) { try state.received(.getEmpty, now: start) }
    }
}
