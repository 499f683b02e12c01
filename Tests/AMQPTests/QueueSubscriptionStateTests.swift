import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("State of a queue's subscription")
struct QueueSubscriptionStateTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let start = QueueSubscriptionStateTests.start

    private func request(_ arguments: Headers = [:], limit: Int = 1000) -> SubscriptionRequest {
        SubscriptionRequest(queue: "q", prefetch: 10, exclusive: false, arguments: arguments, bufferLimit: limit)
    }

    /// A subscription that is active on channel 7 of its first connection.
    private func active(_ request: SubscriptionRequest) -> QueueSubscriptionState {
        var state = QueueSubscriptionState(request)
        _ = state.attached()
        activate(&state)
        return state
    }

    private func activate(_ state: inout QueueSubscriptionState) {
        _ = state.channelOpened(7, epoch: state.epoch, isConnected: true)
        _ = state.consumeAnswered(nil, epoch: state.epoch, now: start)
    }

    private func delivery(_ number: UInt64, size: Int = 1, offset: Int64? = nil) -> Content {
        let headers: Headers = offset.map { ["x-stream-offset": .integer($0)] } ?? [:]
        return Content(
            method: .deliver(DeliverNotice(number: number, redelivered: false, exchange: "", routingKey: "q")),
            properties: MessageProperties(headers: headers), body: Array(repeating: 0, count: size))
    }

    private func tag(_ number: UInt64, epoch: UInt64 = 1) -> DeliveryTag { DeliveryTag(epoch: epoch, number: number) }

    /// The numbers of the deliveries that a caller gets.
    private func delivered(_ actions: [QueueSubscriptionState.Action]) -> [[UInt64]] {
        actions.compactMap { if case .deliver(let deliveries, _) = $0 { deliveries.map(\.tag.number) } else { nil } }
    }

    private func faults(_ actions: [QueueSubscriptionState.Action]) -> Int {
        actions.count { if case .fault = $0 { true } else { false } }
    }

    @Test("a connection leads to a channel, that to a subscription, that to readiness")
    func subscribes() {
        var state = QueueSubscriptionState(request())
        #expect(state.attached() == [.openChannel(epoch: 1)])
        let consume = OutboundMethod.consume(queue: "q", consumerTag: "c1", exclusive: false, arguments: [:])
        #expect(
            state.channelOpened(7, epoch: 1, isConnected: true)
                == [.consume(consume, prefetch: 10, channel: 7, epoch: 1)])
        #expect(!state.isActive)
        #expect(state.consumeAnswered(nil, epoch: 1, now: start) == [.changed])
        #expect(state.isActive)
    }

    @Test("a caller gets what has arrived at the end of the turn, and what it settles is sent once")
    func delivers() throws {
        var state = active(request())
        let ticket = CallerTicket()
        #expect(state.requested(ticket, limit: 2, within: .zero, now: start) == [])
        #expect(try state.delivered(delivery(1), now: start) == nil)
        #expect(try state.delivered(delivery(2), now: start) == nil)
        let actions = state.turnEnded(now: start)
        #expect(delivered(actions) == [[1, 2]] && actions.count == 1)
        #expect(
            state.settled(.acknowledge(upTo: tag(2))) == [.send(.ack(number: 2, multiple: true), channel: 7)])
        #expect(state.settled(.acknowledge(upTo: tag(2))) == [])
        #expect(state.settled(.reject(tag(1))) == [])
        #expect(state.settled(.acknowledgeOne(tag(3))) == [])
        #expect(state.settled(.none) == [])
    }

    @Test("one timer waits for company: it is set once, and cancelled when the caller leaves")
    func timer() throws {
        var state = active(request())
        let ticket = CallerTicket()
        _ = state.requested(ticket, limit: 5, within: .milliseconds(5), now: start)
        _ = try state.delivered(delivery(1), now: start)
        #expect(state.turnEnded(now: start) == [.wake(at: start + .milliseconds(5))])
        _ = try state.delivered(delivery(2), now: start + .milliseconds(1))
        #expect(state.turnEnded(now: start + .milliseconds(1)) == [])
        #expect(state.cancelled(ticket, now: start) == [.deliver([], to: ticket), .cancelWake])
        #expect(state.cancelled(ticket, now: start) == [])
        let next = CallerTicket()
        #expect(delivered(state.requested(next, limit: 5, within: .zero, now: start)) == [[1, 2]])
    }

    @Test("what was settled before a break settles nothing on the next channel")
    func settledBeforeBreak() throws {
        var state = active(request())
        _ = try state.delivered(delivery(1), now: start)
        #expect(state.connectionLost() == [.changed])
        #expect(state.settled(.acknowledge(upTo: tag(1))) == [])
        #expect(state.attached() == [.openChannel(epoch: 2)])
        activate(&state)
        _ = try state.delivered(delivery(1), now: start)
        #expect(state.settled(.acknowledge(upTo: tag(1))) == [])
        #expect(state.unsettled == 1)
        #expect(
            state.settled(.acknowledge(upTo: tag(1, epoch: 2))) == [.send(.ack(number: 1, multiple: true), channel: 7)])
    }

    @Test(
        "a stream goes on behind what was settled between the break and the next connection", arguments: [true, false])
    func streamSettledAfterBreak(isSettledBefore: Bool) throws {
        var state = active(request(["x-stream-offset": .string("first")]))
        for number in 1...3 as ClosedRange<UInt64> {
            _ = try state.delivered(delivery(number, offset: Int64(number) + 40), now: start)
        }
        if isSettledBefore { _ = state.settled(.acknowledge(upTo: tag(2))) }
        _ = state.connectionLost()
        if !isSettledBefore { _ = state.settled(.acknowledge(upTo: tag(2))) }
        _ = state.attached()
        let consume = OutboundMethod.consume(
            queue: "q", consumerTag: "c2", exclusive: false, arguments: ["x-stream-offset": .integer(43)])
        #expect(
            state.channelOpened(7, epoch: 2, isConnected: true)
                == [.consume(consume, prefetch: 10, channel: 7, epoch: 2)])
        _ = state.consumeAnswered(nil, epoch: 2, now: start)
        // The chunk begins before it: that is settled at the end of the turn and delivered to nobody.
        _ = try state.delivered(delivery(1, offset: 42), now: start)
        #expect(state.turnEnded(now: start) == [.send(.ack(number: 1, multiple: true), channel: 7)])
        #expect(state.buffered == 0)
    }

    @Test("a connection that breaks between a repeated delivery and the end of its turn settles nothing later")
    func brokenTurn() throws {
        var state = active(request(["x-stream-offset": .string("first")]))
        _ = try state.delivered(delivery(1, offset: 5), now: start)
        _ = state.settled(.acknowledge(upTo: tag(1)))
        _ = state.connectionLost()
        _ = state.attached()
        activate(&state)
        _ = try state.delivered(delivery(1, offset: 5), now: start)
        #expect(state.connectionLost() == [.changed])
        #expect(state.turnEnded(now: start) == [])
        _ = state.attached()
        activate(&state)
        _ = try state.delivered(delivery(1, offset: 6), now: start)
        #expect(state.turnEnded(now: start) == [])
        #expect(state.unsettled == 1 && state.buffered == 1)
    }

    @Test("the last offset that there can be does not trap")
    func lastOffset() throws {
        var state = active(request(["x-stream-offset": .string("first")]))
        _ = try state.delivered(delivery(1, offset: .max), now: start)
        #expect(state.settled(.acknowledge(upTo: tag(1))).count == 1)
        _ = state.connectionLost()
        _ = state.attached()
        guard
            case .consume(.consume(_, _, _, let arguments), _, _, _)? =
                state.channelOpened(7, epoch: 2, isConnected: true).first
        else { return #expect(Bool(false), "it does not subscribe") }
        #expect(arguments.integer("x-stream-offset") == .max)
    }

    @Test("a stopped subscription waits for what it delivered, then closes its channel, once")
    func stops() throws {
        var state = active(request())
        let (first, second) = (CallerTicket(), CallerTicket())
        for number in 1...3 as ClosedRange<UInt64> { _ = try state.delivered(delivery(number), now: start) }
        #expect(delivered(state.requested(first, limit: 2, within: .zero, now: start)) == [[1, 2]])
        #expect(state.stopRequested() == [.changed])
        #expect(state.stopRequested() == [])
        #expect(state.requested(second, limit: 1, within: .zero, now: start) == [.deliver([], to: second)])
        #expect(
            state.settled(.acknowledge(upTo: tag(2)))
                == [.send(.ack(number: 2, multiple: true), channel: 7), .closeChannel(7), .changed])
        #expect(state.isStopped)
        #expect(state.abandoned() == [])
    }

    @Test("a subscription that is stopped while it waits answers everyone, with a connection or without")
    func stopsWaiting() {
        let ticket = CallerTicket()
        var state = QueueSubscriptionState(request())
        _ = state.requested(ticket, limit: 1, within: .zero, now: start)
        #expect(state.stopRequested().first == .deliver([], to: ticket))
        #expect(state.isStopped)
        var connected = active(request())
        _ = connected.requested(ticket, limit: 1, within: .zero, now: start)
        #expect(connected.stopRequested().prefix(2) == [.deliver([], to: ticket), .closeChannel(7)])
    }

    @Test("a connection that is lost ends a subscription that was only waiting for its settlements")
    func lostWhileStopping() throws {
        var state = active(request())
        _ = try state.delivered(delivery(1), now: start)
        _ = state.requested(CallerTicket(), limit: 1, within: .zero, now: start)
        _ = state.stopRequested()
        #expect(!state.isStopped)
        #expect(state.connectionLost() == [.changed, .changed])
        #expect(state.isStopped)
    }

    @Test("a channel that is closed is opened again after a wait, and its reason is reported once")
    func channelClosed() {
        var state = active(request())
        let error = AMQPError(.channelClosed, replyCode: 404, object: "q", reason: "no queue")
        #expect(state.channelClosed(error) == [.changed, .report(error), .retry(attempt: 0, epoch: 1)])
        #expect(state.retryDue(epoch: 1) == [.openChannel(epoch: 2)])
        _ = state.channelOpened(7, epoch: 2, isConnected: true)
        #expect(state.channelClosed(error) == [.changed, .retry(attempt: 1, epoch: 2)])
    }

    @Test("a consumer that the broker cancels closes its channel at the end of the turn and subscribes again")
    func cancelledByBroker() {
        var state = active(request())
        #expect(state.cancelledByBroker() == nil)
        let error = AMQPError(.channelClosed, object: "q", reason: "the broker cancelled the consumer")
        #expect(
            state.turnEnded(now: start)
                == [.closeChannel(7), .changed, .report(error), .retry(attempt: 0, epoch: 1)])
    }

    @Test("what comes late after a break does nothing: a channel, an answer, the end of a wait")
    func late() {
        var state = QueueSubscriptionState(request())
        _ = state.attached()
        #expect(state.connectionLost() == [.changed])
        #expect(state.connectionLost() == [])
        #expect(state.channelOpened(nil, epoch: 1, isConnected: false) == [])
        #expect(state.attached() == [.openChannel(epoch: 2)])
        _ = state.channelOpened(3, epoch: 2, isConnected: true)
        #expect(state.consumeAnswered(nil, epoch: 1, now: start) == [])
        _ = state.channelClosed(AMQPError(.channelClosed))
        _ = state.connectionLost()
        #expect(state.consumeAnswered(nil, epoch: 2, now: start) == [])
        #expect(state.retryDue(epoch: 2) == [])
    }

    @Test("a subscription given up while its channel was opened closes that channel")
    func givenUpWhileOpening() {
        var state = QueueSubscriptionState(request())
        _ = state.attached()
        #expect(state.abandoned() == [.changed])
        #expect(state.channelOpened(4, epoch: 1, isConnected: true) == [.closeChannel(4)])
    }

    @Test("a request that cannot be encoded closes the channel itself, since the broker has seen nothing of it")
    func unencodable() {
        var state = QueueSubscriptionState(request())
        _ = state.attached()
        _ = state.channelOpened(7, epoch: 1, isConnected: true)
        let error = AMQPError(.unencodable, object: "queue")
        #expect(
            state.consumeAnswered(error, epoch: 1, now: start)
                == [.closeChannel(7), .changed, .report(error), .retry(attempt: 0, epoch: 1)])
    }

    @Test("bodies beyond the limit go back to the queue, and the next subscription fetches fewer ahead")
    func bounded() throws {
        var state = active(request(limit: 1000))
        for number in 1...8 as ClosedRange<UInt64> { _ = try state.delivered(delivery(number, size: 150), now: start) }
        let actions = state.turnEnded(now: start)
        #expect(actions.first == .closeChannel(7) && actions.last == .retry(attempt: 0, epoch: 1))
        #expect(state.buffered == 0)
        _ = state.retryDue(epoch: 1)
        guard case .consume(_, let prefetch, _, _)? = state.channelOpened(7, epoch: 2, isConnected: true).first else {
            return #expect(Bool(false), "it does not subscribe")
        }
        #expect(prefetch == 4)
    }

    @Test("a caller who waits gets bodies beyond the limit at once, and a single one may be as large as it likes")
    func overfullForCaller() throws {
        var state = active(request(limit: 1000))
        _ = state.requested(CallerTicket(), limit: 100, within: .seconds(1), now: start)
        for number in 1...8 as ClosedRange<UInt64> { _ = try state.delivered(delivery(number, size: 150), now: start) }
        #expect(delivered(state.turnEnded(now: start)) == [Array(1...8)])
        _ = try state.delivered(delivery(9, size: 5000), now: start)
        #expect(state.turnEnded(now: start) == [])
        #expect(state.buffered == 1)
    }

    @Test("an event that cannot come in its phase is a fault of ours")
    func outOfTurn() throws {
        var detached = QueueSubscriptionState(request())
        let early = [try detached.delivered(delivery(1), now: start), detached.cancelledByBroker()]
        #expect(faults(early.compactMap { $0 } + detached.channelClosed(AMQPError(.channelClosed))) == 3)
        var active = active(request())
        let twice = active.attached()
        #expect(faults(twice) == 1 && active.isActive)
    }

    @Test("a delivery out of order, or something else than a delivery, is the broker's breach")
    func breach() throws {
        var state = active(request())
        #expect(throws: AMQPError.self) { try state.delivered(delivery(2), now: start) }
        let content = Content(method: .getEmpty, properties: MessageProperties(), body: [])
        #expect(throws: AMQPError.self) { try state.delivered(content, now: start) }
    }
}
