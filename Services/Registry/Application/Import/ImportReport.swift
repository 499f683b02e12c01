/// What came of an import.
public struct ImportReport: Hashable, Sendable {
    public var created: Int
    public var changed: Int
    public var unchanged: Int
    /// Accepted rows whose codes or numbers were written with full-width or invisible characters.
    public var normalised: Int
    /// The rows that were left out, in the order of their lines.
    public var rejected: [Rejected]

    public init(
        created: Int = 0, changed: Int = 0, unchanged: Int = 0, normalised: Int = 0, rejected: [Rejected] = []
    ) {
        self.created = created
        self.changed = changed
        self.unchanged = unchanged
        self.normalised = normalised
        self.rejected = rejected
    }

    /// A row that was left out.
    public struct Rejected: Hashable, Sendable {
        /// Counted from 1, in lines of the file, the header's among them.
        public let line: Int
        public let fault: RowFault

        public init(line: Int, fault: RowFault) {
            self.line = line
            self.fault = fault
        }
    }

    /// What became of one accepted row.
    enum Outcome {
        case created, changed, unchanged
        case rejected(RowFault)
    }

    mutating func count(_ outcome: Outcome, line: Int) {
        switch outcome {
        case .created: created += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        case .rejected(let fault): rejected.append(Rejected(line: line, fault: fault))
        }
    }

    mutating func sort() {
        rejected.sort { $0.line < $1.line }
    }
}
