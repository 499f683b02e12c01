/// What one connection is doing, as far as its deadlines and its end depend on it.
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

    /// What the peer must have taken of an answer when the time for it has passed.
    ///
    /// Units: bytes. Source: our choice; with the default of 10 s some 13 kbit/s, less than the slowest mobile networks.
    static let leastProgress = 16_384

    private(set) var isReading = false
    private var sentBeforeStall = 0
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

    /// The channel takes no more bytes for now; the peer had taken so many before.
    mutating func writingStalled(afterBytes sent: Int) { sentBeforeStall = sent }

    /// The time for some progress has passed and the channel takes no more bytes still; whether there was enough progress
    /// for another turn.
    mutating func mayGoOnWriting(afterBytes sent: Int) -> Bool {
        guard sent - sentBeforeStall >= Self.leastProgress else {
            isClosing = true
            return false
        }
        sentBeforeStall = sent
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
