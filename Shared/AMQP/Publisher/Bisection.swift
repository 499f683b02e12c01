/// Finds the message for which the broker closed the channel, by sending smaller and smaller pieces again.
///
/// Why: a channel closed with 404 or 406 does not say which message it was for; all that is known is that it was one
/// of those without an answer. Pure: counts go in, the size of the next piece comes out.
struct Bisection {
    /// What a closed channel means.
    enum Verdict: Hashable {
        /// Only one message was without an answer.
        case guilty
        /// Send them again, in pieces.
        case split
    }

    /// How many messages at the head of the queue may be the one.
    private var suspects = 0
    /// How large the piece under trial is, and how much of it was sent.
    private var piece = 0
    private var sent = 0

    /// Whether messages go out in pieces at the moment.
    var isActive: Bool { suspects > 0 }

    /// Whether the piece under trial has room for another message.
    var allowsAnother: Bool { !isActive || sent < piece }

    /// A message was taken from the queue.
    mutating func took() {
        if isActive { sent += 1 }
    }

    /// The channel was closed while this many messages were without an answer; they are back at the queue's head.
    mutating func refused(unanswered: Int) -> Verdict {
        guard unanswered > 1 else {
            self = Self()
            return .guilty
        }
        suspects = unanswered
        piece = unanswered / 2
        sent = 0
        return .split
    }

    /// Every message sent so far has its answer: the piece under trial is innocent.
    mutating func answered() {
        guard isActive, sent >= piece else { return }
        suspects -= piece
        piece = max(1, suspects / 2)
        sent = 0
        if suspects <= 0 { self = Self() }
    }

    /// A new connection: nothing is suspect.
    mutating func reset() { self = Self() }
}
