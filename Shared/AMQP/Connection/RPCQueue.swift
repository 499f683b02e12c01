/// What a synchronous method was answered with.
enum Reply: Sendable {
    case method(InboundMethod)
    /// A got message.
    case content(Content)
}

/// The synchronous methods of one channel that wait for their replies, in the order in which they were sent.
struct RPCQueue {
    typealias Completion = (Result<Reply, AMQPError>) -> Void

    private struct Call {
        let expected: [MethodNumber]
        let completion: Completion
    }

    private var waiting: [Call] = []

    /// How many replies are outstanding.
    var count: Int { waiting.count }

    /// Notes that a method was sent that one of `expected` answers.
    mutating func sent(expecting expected: [MethodNumber], completion: @escaping Completion) {
        waiting.append(Call(expected: expected, completion: completion))
    }

    /// The completion of the call that this reply answers: always the oldest one.
    ///
    /// - Throws: `protocolViolation` where nothing was asked, or something else.
    mutating func answered(by number: MethodNumber) throws(AMQPError) -> Completion {
        guard let call = waiting.first, call.expected.contains(number) else {
            throw AMQPError(.protocolViolation, reason: "\(number) answers nothing that was asked")
        }
        waiting.removeFirst()
        return call.completion
    }

    /// Every completion that will never be answered, where the last call is answered all the same.
    mutating func abandonAllButLast() -> [Completion] {
        defer { waiting = waiting.suffix(1) }
        return waiting.dropLast().map(\.completion)
    }

    /// Every completion that will never be answered.
    mutating func abandon() -> [Completion] {
        defer { waiting = [] }
        return waiting.map(\.completion)
    }
}
