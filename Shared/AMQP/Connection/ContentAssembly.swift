import Messaging
import NIOCore

/// A method with the content that followed it.
struct Content: Sendable, Hashable {
    let method: InboundMethod
    let properties: MessageProperties
    let body: [UInt8]
}

/// Puts one channel's method, content header and body frames together, and insists on their order.
///
/// Source: AMQP 0-9-1 section 4.2.6.
struct ContentAssembly {
    private enum State {
        case idle
        case awaitingHeader(InboundMethod)
        case receiving(InboundMethod, MessageProperties, missing: Int)
    }

    private let largestBody: Int
    private var state = State.idle
    private var bytes: [UInt8] = []

    /// - Parameter largestBody: a larger one is refused as soon as it is announced. Units: bytes.
    init(largestBody: Int) {
        self.largestBody = largestBody
    }

    /// Whether no content is under way.
    var isIdle: Bool {
        if case .idle = state { true } else { false }
    }

    /// Takes a method that content follows.
    mutating func begin(_ method: InboundMethod) {
        state = .awaitingHeader(method)
    }

    /// Takes the content header; returns the content where no body follows.
    mutating func header(_ header: ContentHeader) throws(AMQPError) -> Content? {
        guard case .awaitingHeader(let method) = state else { throw violation("content header out of turn") }
        guard let size = Int(exactly: header.bodySize), size <= largestBody else {
            throw AMQPError(
                .bodyTooLarge, reason: "a body of \(header.bodySize) bytes where \(largestBody) are taken")
        }
        guard size > 0 else {
            state = .idle
            return Content(method: method, properties: header.properties, body: [])
        }
        // The size is the peer's word: memory is taken for what one could believe, and grows with what really comes.
        bytes.reserveCapacity(min(size, 1 << 20))
        state = .receiving(method, header.properties, missing: size)
        return nil
    }

    /// Takes a body frame's payload; returns the content with the last one.
    mutating func body(_ piece: ByteBufferView) throws(AMQPError) -> Content? {
        guard case .receiving(let method, let properties, let missing) = state else {
            throw violation("body frame out of turn")
        }
        guard piece.count <= missing else { throw violation("body longer than announced") }
        bytes.append(contentsOf: piece)
        guard piece.count == missing else {
            state = .receiving(method, properties, missing: missing - piece.count)
            return nil
        }
        state = .idle
        defer { bytes = [] }
        return Content(method: method, properties: properties, body: bytes)
    }

    private func violation(_ reason: String) -> AMQPError {
        AMQPError(.protocolViolation, reason: reason)
    }
}
