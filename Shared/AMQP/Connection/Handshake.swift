import Messaging

/// What was agreed at the start of a connection.
struct Tuning: Sendable, Hashable {
    let channelMax: UInt16
    /// Units: bytes.
    let frameMax: Int
    /// Units: seconds; 0 for none.
    let heartbeat: UInt16
}

/// The opening of a connection: Start, Tune, Open.
///
/// Source: AMQP 0-9-1 section 2.2.4.
struct Handshake {
    /// What to do next.
    enum Action {
        case send(OutboundMethod)
        /// Set the decoder's limits, then send both.
        case tune(Tuning, OutboundMethod, OutboundMethod)
        case opened
    }

    private enum State { case awaitingStart, awaitingTune, awaitingOpenOk, opened }

    private let configuration: AMQPConfiguration
    private var state = State.awaitingStart

    init(_ configuration: AMQPConfiguration) {
        self.configuration = configuration
    }

    var isOpen: Bool { state == .opened }

    /// Takes a method on channel 0 that is no close.
    mutating func received(_ method: InboundMethod) throws(AMQPError) -> Action {
        switch (state, method) {
        case (.awaitingStart, .connectionStart(let mechanisms, _)):
            guard mechanisms.split(separator: " ").contains("PLAIN") else {
                throw AMQPError(.protocolViolation, reason: "the broker does not offer PLAIN")
            }
            state = .awaitingTune
            let response = [0] + Array(configuration.user.utf8) + [0] + Array(configuration.password.utf8)
            return .send(.connectionStartOk(clientProperties: clientProperties, response: response))
        case (.awaitingTune, .connectionTune(let channelMax, let frameMax, let heartbeat)):
            let tuning = try agree(channelMax: channelMax, frameMax: frameMax, heartbeat: heartbeat)
            state = .awaitingOpenOk
            return .tune(
                tuning,
                .connectionTuneOk(
                    channelMax: tuning.channelMax, frameMax: UInt32(tuning.frameMax), heartbeat: tuning.heartbeat),
                .connectionOpen(virtualHost: configuration.virtualHost))
        case (.awaitingOpenOk, .connectionOpenOk):
            state = .opened
            return .opened
        default:
            throw AMQPError(.protocolViolation, reason: "\(method.number) out of turn")
        }
    }

    /// What a close during or after the opening means.
    func error(for close: ClosingReason) -> AMQPError {
        let code: AMQPError.Code =
            switch (state, close.replyCode) {
            case (.awaitingTune, 403): .loginRefused
            case (.awaitingOpenOk, 530), (.awaitingOpenOk, 403), (.awaitingOpenOk, 402): .virtualHostRefused
            default: .connectionClosed
            }
        return AMQPError(code, replyCode: Int(close.replyCode), reason: close.text)
    }

    private func agree(channelMax: UInt16, frameMax: UInt32, heartbeat: UInt16) throws(AMQPError) -> Tuning {
        let offered = max(configuration.frameMax, 4096)
        let frame = frameMax == 0 ? offered : min(offered, Int(frameMax))
        guard frame >= 4096 else { throw AMQPError(.protocolViolation, reason: "frame size below 4096") }
        let seconds = configuration.heartbeat.components.seconds
        let wished = configuration.heartbeat > .zero ? UInt16(clamping: max(seconds, 1)) : 0
        return Tuning(
            channelMax: channelMax == 0 ? 2047 : min(channelMax, 2047), frameMax: min(frame, Int(Int32.max)),
            heartbeat: wished == 0 || heartbeat == 0 ? wished : min(wished, heartbeat))
    }

    private var clientProperties: Headers {
        [
            "product": .string("minqing"),
            "platform": .string("Swift"),
            "connection_name": .string(configuration.connectionName),
            "capabilities": .table([
                "publisher_confirms": .bool(true),
                "exchange_exchange_bindings": .bool(true),
                "basic.nack": .bool(true),
                "consumer_cancel_notify": .bool(true),
                "connection.blocked": .bool(true),
                "authentication_failure_close": .bool(true),
            ]),
        ]
    }
}
