/// What a synchronous method was answered with.
enum Reply: Sendable, Hashable {
    case method(InboundMethod)
    /// A got message.
    case content(Content)
}

/// The synchronous methods of one channel that wait for their replies, in the order in which they were sent.
struct RPCQueue {
    /// The number of a call, which is unique in its connection.
    typealias CallID = UInt64

    private struct Call {
        let id: CallID
        let expected: [MethodNumber]
    }

    private var waiting: [Call] = []

    /// How many replies are outstanding.
    var count: Int { waiting.count }

    /// Notes that a method was sent that one of `expected` answers.
    mutating func sent(_ id: CallID, expecting expected: [MethodNumber]) {
        waiting.append(Call(id: id, expected: expected))
    }

    /// The call that this reply answers: always the oldest one.
    ///
    /// - Throws: `protocolViolation` where nothing was asked, or something else.
    mutating func answered(by number: MethodNumber) throws(AMQPError) -> CallID {
        guard let call = waiting.first, call.expected.contains(number) else {
            throw AMQPError(.protocolViolation, reason: "\(number) answers nothing that was asked")
        }
        waiting.removeFirst()
        return call.id
    }

    /// Every call that will never be answered, where the last one is answered all the same.
    mutating func abandonAllButLast() -> [CallID] {
        defer { waiting = waiting.suffix(1) }
        return waiting.dropLast().map(\.id)
    }

    /// Every call that will never be answered.
    mutating func abandon() -> [CallID] {
        defer { waiting = [] }
        return waiting.map(\.id)
    }
}
