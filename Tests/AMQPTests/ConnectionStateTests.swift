import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("State of a connection")
struct ConnectionStateTests {
    typealias Action = ConnectionState.Action

    private let lost = AMQPError(.connectionLost)

    private func drain(_ state: inout ConnectionState) -> [Action] {
        var actions: [Action] = []
        while let action = state.nextAction() { actions.append(action) }
        return actions
    }

    /// A connection that is open, with so many channels.
    private func opened(channels: Int, heartbeat: UInt16 = 0) throws -> ConnectionState {
        var state = ConnectionState(
            AMQPConfiguration(user: "u", password: "p", heartbeat: .seconds(Int64(heartbeat)), largestBody: 100))
        #expect(state.connected() == true)
        #expect(state.connected() == false)
        _ = try state.received(.connectionStart(mechanisms: "PLAIN", serverProperties: [:]), on: 0)
        _ = try state.received(.connectionTune(channelMax: 3, frameMax: 8192, heartbeat: heartbeat), on: 0)
        _ = try state.received(.connectionOpenOk, on: 0)
        for channel in 0..<channels { #expect(state.openChannel() == UInt16(channel + 1)) }
        _ = drain(&state)
        return state
    }

    private func close(_ code: UInt16, over method: MethodNumber? = nil) -> InboundMethod {
        .channelClose(ClosingReason(replyCode: code, text: "no", method: method))
    }

    @Test("the handshake tunes the codec at once and sends its answers in order")
    func handshake() throws {
        var state = ConnectionState(AMQPConfiguration(user: "u", password: "p"))
        _ = state.connected()
        #expect(
            try state.received(.connectionStart(mechanisms: "PLAIN", serverProperties: [:]), on: 0) == .nothing)
        let tuning = Tuning(channelMax: 7, frameMax: 8192, heartbeat: 10)
        #expect(
            try state.received(.connectionTune(channelMax: 7, frameMax: 8192, heartbeat: 60), on: 0) == .tune(tuning))
        #expect(state.frameMax == 8192)
        #expect(try state.received(.connectionOpenOk, on: 0) == .nothing)
        let actions = drain(&state)
        #expect(
            Array(actions.dropFirst()) == [
                .send(.connectionTuneOk(channelMax: 7, frameMax: 8192, heartbeat: 10), channel: 0),
                .send(.connectionOpen(virtualHost: "/"), channel: 0), .beat(in: .seconds(5)), .opened(tuning),
            ])
        #expect(throws: AMQPError.self) { try state.received(.connectionOpenOk, on: 0) }
    }

    @Test("channels take the lowest free number, as many as were agreed")
    func numbers() throws {
        var state = try opened(channels: 3)
        #expect(state.openChannel() == nil)
        let call = state.closeCalled(on: 2)
        #expect(state.openChannel() == nil)
        _ = try state.received(.channelCloseOk, on: 2)
        #expect(drain(&state) == [.channelReleased(2), .answer(call, .method(.channelCloseOk))])
        #expect(state.openChannel() == 2)
    }

    @Test("a reply answers the oldest call of its channel; another one is a breach")
    func replies() throws {
        var state = try opened(channels: 1)
        let first = state.called(on: 1, expecting: [.basicQosOk])
        let second = state.called(on: 1, expecting: [.basicConsumeOk])
        #expect(throws: AMQPError.self) { try state.received(.consumeOk(consumerTag: "c"), on: 1) }
        _ = try state.received(.qosOk, on: 1)
        _ = try state.received(.consumeOk(consumerTag: "c"), on: 1)
        #expect(
            drain(&state) == [
                .answer(first, .method(.qosOk)), .answer(second, .method(.consumeOk(consumerTag: "c"))),
            ])
    }

    @Test("a close by the broker is answered first, names its method, and frees the number when its owner has heard")
    func closedByBroker() throws {
        var state = try opened(channels: 1)
        let first = state.called(on: 1, expecting: [.basicQosOk])
        let second = state.called(on: 1, expecting: [.basicConsumeOk])
        _ = try state.received(close(404, over: .basicConsume), on: 1)
        #expect(state.refusal(on: 1)?.code == .channelClosed)
        #expect(state.openChannel() == 2)
        let error = AMQPError(.channelClosed, replyCode: 404, reason: "no")
        let unheard = AMQPError(.channelClosed, reason: "the channel was closed over an earlier call")
        #expect(
            drain(&state) == [
                .send(.channelCloseOk, channel: 1), .fail(first, error), .fail(second, unheard),
                .channelClosed(1, error, over: .basicConsume), .flush,
            ])
        #expect(state.openChannel() == 1)
    }

    @Test("a frame on a channel that the broker has closed in the same turn is a breach")
    func frameBehindClose() throws {
        var state = try opened(channels: 1)
        _ = try state.received(close(404), on: 1)
        #expect(throws: AMQPError.self) { try state.received(.ack(number: 1, multiple: false), on: 1) }
    }

    @Test("a connection that breaks before a channel's close was reported gives each owner one report")
    func breaksAfterClose() throws {
        var state = try opened(channels: 2)
        let call = state.called(on: 2, expecting: [.basicQosOk])
        _ = try state.received(close(404), on: 1)
        state.failed(lost)
        state.failed(AMQPError(.heartbeatMissed))
        let error = AMQPError(.channelClosed, replyCode: 404, reason: "no")
        #expect(
            drain(&state) == [
                .send(.channelCloseOk, channel: 1), .channelClosed(1, error, over: nil), .flush, .closeSocket,
                .fail(call, lost), .connectionLost(2, lost), .ended(lost, wasOpen: true),
            ])
        #expect(state.failure == lost)
        #expect(state.openChannel() == nil)
    }

    @Test("an answer that came before the break is given, one that did not fails, each once")
    func answersBeforeBreak() throws {
        var state = try opened(channels: 1)
        let first = state.called(on: 1, expecting: [.basicQosOk])
        let second = state.called(on: 1, expecting: [.basicConsumeOk])
        _ = try state.received(.qosOk, on: 1)
        state.failed(lost)
        #expect(
            drain(&state) == [
                .answer(first, .method(.qosOk)), .closeSocket, .fail(second, lost), .connectionLost(1, lost),
                .ended(lost, wasOpen: true),
            ])
    }

    @Test("our close that crosses the broker's keeps the number until the broker has answered it")
    func crossing() throws {
        var state = try opened(channels: 1)
        let call = state.called(on: 1, expecting: [.basicQosOk])
        let own = state.closeCalled(on: 1)
        _ = try state.received(close(404), on: 1)
        let error = AMQPError(.channelClosed, replyCode: 404, reason: "no")
        #expect(drain(&state) == [.send(.channelCloseOk, channel: 1), .fail(call, error), .flush])
        #expect(state.openChannel() == 2)
        _ = try state.received(.channelCloseOk, on: 1)
        #expect(drain(&state) == [.channelReleased(1), .answer(own, .method(.channelCloseOk))])
    }

    @Test("what arrives on a channel that we are closing is dropped, and a break is not reported to its owner")
    func closing() throws {
        var state = try opened(channels: 1)
        let call = state.closeCalled(on: 1)
        #expect(try state.received(.ack(number: 1, multiple: false), on: 1) == .nothing)
        let deliver = InboundMethod.deliver(
            DeliverNotice(number: 1, redelivered: false, exchange: "", routingKey: "q"))
        _ = try state.received(deliver, on: 1)
        #expect(try state.received(ContentHeader(bodySize: 0, properties: MessageProperties()), on: 1) == nil)
        state.failed(lost)
        #expect(drain(&state) == [.closeSocket, .fail(call, lost), .ended(lost, wasOpen: true)])
    }

    @Test("a close of the connection is answered and ends it; before the end of the handshake it has its own code")
    func connectionClose() throws {
        var state = try opened(channels: 1)
        let reason = ClosingReason(replyCode: 320, text: "forced", method: nil)
        _ = try state.received(.connectionClose(reason), on: 0)
        let error = AMQPError(.connectionClosed, replyCode: 320, reason: "forced")
        #expect(
            drain(&state) == [
                .send(.connectionCloseOk, channel: 0), .flush, .closeSocket, .connectionLost(1, error),
                .ended(error, wasOpen: true),
            ])
        var early = ConnectionState(AMQPConfiguration(user: "u", password: "p"))
        _ = try early.received(.connectionStart(mechanisms: "PLAIN", serverProperties: [:]), on: 0)
        _ = try early.received(.connectionClose(ClosingReason(replyCode: 403, text: "", method: nil)), on: 0)
        let refused = AMQPError(.loginRefused, replyCode: 403)
        #expect(drain(&early).last == .ended(refused, wasOpen: false))
    }

    @Test("a goodbye waits for its answer, whatever comes first, and is no failure of the connection")
    func goodbye() throws {
        let shutDown = AMQPError(.shutDown)
        var answered = try opened(channels: 0)
        #expect(answered.closeRequested(shutDown) == true)
        #expect(!answered.canSend)
        #expect(answered.openChannel() == nil)
        _ = try answered.received(.connectionCloseOk, on: 0)
        #expect(drain(&answered).last == .ended(shutDown, wasOpen: true))
        #expect(answered.closeRequested(shutDown) == false)
        var cut = try opened(channels: 0)
        _ = cut.closeRequested(shutDown)
        cut.failed(lost)
        #expect(drain(&cut).last == .ended(shutDown, wasOpen: true))
        var early = ConnectionState(AMQPConfiguration(user: "u", password: "p"))
        #expect(early.closeRequested(shutDown) == false)
        #expect(early.failure == shutDown)
    }

    @Test("blocked and writable are reported to the owners of open channels")
    func passedOn() throws {
        var state = try opened(channels: 2)
        _ = state.closeCalled(on: 1)
        _ = try state.received(.connectionBlocked(reason: "memory"), on: 0)
        #expect(state.isBlocked)
        state.becameWritable()
        #expect(drain(&state) == [.blockedChanged(true, channel: 2), .becameWritable(channel: 2), .flush])
        state.failed(lost)
        _ = drain(&state)
        state.becameWritable()
        state.beatDue()
        #expect(drain(&state) == [])
    }

    @Test("a heartbeat is sent where nothing else was, and silence of two intervals ends the connection")
    func heartbeats() throws {
        var state = try opened(channels: 0, heartbeat: 4)
        state.noteWrite()
        state.beatDue()
        #expect(drain(&state) == [.beat(in: .seconds(2))])
        state.beatDue()
        #expect(drain(&state) == [.sendHeartbeat, .flush, .beat(in: .seconds(2))])
        for _ in 0..<2 { state.beatDue() }
        #expect(state.failure?.code == .heartbeatMissed)
    }

    @Test("a body beyond the limit is a fault of its own name, one of the limit's size is taken")
    func bodyTooLarge() throws {
        var state = try opened(channels: 1)
        let deliver = InboundMethod.deliver(
            DeliverNotice(number: 1, redelivered: false, exchange: "", routingKey: "q"))
        _ = try state.received(deliver, on: 1)
        #expect(try state.received(ContentHeader(bodySize: 100, properties: MessageProperties()), on: 1) == nil)
        let body = ByteBufferView(ByteBuffer(repeating: 1, count: 100))
        #expect(try state.received(body, on: 1)?.body.count == 100)
        _ = try state.received(deliver, on: 1)
        let error = #expect(throws: AMQPError.self) {
            try state.received(ContentHeader(bodySize: 101, properties: MessageProperties()), on: 1)
        }
        #expect(error?.code == .bodyTooLarge)
    }
}
