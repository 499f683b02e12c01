/// What the work came to.
public enum ResultCode: String, Sendable, CaseIterable {
    case solved
    case partlySolved = "partly_solved"
    /// A valid result, with an explanation.
    case notSolvable = "not_solvable"
}

/// What the member reports when the work is done.
///
/// The explanation never leaves this context.
public struct Submission: Sendable, Hashable {
    /// What it came to.
    public let result: ResultCode
    /// Proved service time.
    ///
    /// Units: quarter hours. Range: 0…32, 8 h a day.
    public let quarterHours: Int
    /// In the member's words; required where it is not solvable.
    ///
    /// Range: at most 500 graphemes.
    public let explanation: String?

    /// Source: default 4 of the domain notes, quarter-hour steps and at most 8 h a day.
    public static let quarterHoursRange = 0...32
    /// Units: graphemes.
    ///
    /// Source: our choice.
    public static let longestExplanation = 500

    /// Throws: `quarterHoursOutOfRange`, `explanationMissing`, `explanationTooLong`.
    public init(result: ResultCode, quarterHours: Int, explanation: String?) throws(WorkOrderRejection) {
        guard Self.quarterHoursRange.contains(quarterHours) else { throw .quarterHoursOutOfRange }
        let text = explanation.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        if result == .notSolvable, text == nil { throw .explanationMissing }
        if let text, text.count > Self.longestExplanation { throw .explanationTooLong }
        self.result = result
        self.quarterHours = quarterHours
        self.explanation = text
    }

    /// What was stored: it has been checked.
    public init(stored result: ResultCode, quarterHours: Int, explanation: String?) {
        self.result = result
        self.quarterHours = quarterHours
        self.explanation = explanation
    }
}
