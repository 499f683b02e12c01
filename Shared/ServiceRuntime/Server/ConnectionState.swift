/// What a connection is doing, as far as its deadlines and its end depend on it.
///
/// No input or output here.
struct ConnectionState {
    /// Which deadline is to run after the bytes at hand have been looked at.
    enum Deadline: Equatable { case none, head, body }

    /// What to do with a connection whose peer sent something unreadable or nothing in time.
    enum Refusal: Equatable {
        /// Answer and close: nothing else is under way.
        case answer
        /// Close once the answer that is under way has been written.
        case closeAfterAnswer
        /// It is closed or closing already.
        case nothing
    }

    private(set) var isReading = false
    private var hasPartialHead = false
    private var unanswered = 0
    private var isAnswering = false
    private var closesAfterAnswer = false
    private(set) var isClosing = false

    /// Bytes arrived; whether they complete anything is not known yet.
    mutating func bytesArrived() {
        if !isReading { hasPartialHead = true }
    }

    /// The head of a request is complete.
    mutating func headRead(wantsClose: Bool) {
        hasPartialHead = false
        isReading = true
        unanswered += 1
        if wantsClose { closesAfterAnswer = true }
    }

    /// The body of a request is complete.
    mutating func endRead() { isReading = false }

    /// The deadline that applies now.
    var deadline: Deadline {
        if isClosing { return .none }
        return isReading ? .body : hasPartialHead ? .head : .none
    }

    /// The head of an answer is on its way.
    mutating func answerBegan(closes: Bool) {
        isAnswering = true
        if closes { closesAfterAnswer = true }
    }

    /// An answer is complete; whether the connection is to be closed now.
    mutating func answerEnded() -> Bool {
        isAnswering = false
        unanswered -= 1
        guard closesAfterAnswer, unanswered <= 0, !isClosing else { return false }
        isClosing = true
        return true
    }

    /// The peer broke the rules or a deadline passed.
    mutating func refused() -> Refusal {
        if isClosing { return .nothing }
        let nothingElse = unanswered == 0 || (unanswered == 1 && isReading && !isAnswering)
        guard nothingElse else {
            closesAfterAnswer = true
            return .closeAfterAnswer
        }
        isClosing = true
        return .answer
    }
}
