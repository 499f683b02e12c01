/// Something that a connection does from a request to its answer; one at a time, in the order of their coming.
struct Operation: Sendable {
    /// What to do.
    enum Kind: Sendable {
        /// Statements in pipeline mode, answered together.
        case batch([Command], TransactionState?)
        /// Statements in the simple protocol.
        case script(String)
        /// COPY … FROM STDIN.
        case copyIn(String)
        /// COPY … TO STDOUT.
        case copyOut(String)
    }

    /// What the caller gets.
    enum Answer: Sendable {
        case rows([Rows])
        /// COPY may begin.
        case ready
        /// COPY is done, with the number of rows.
        case copied(Int)
        /// A part of what COPY sends.
        case chunk([UInt8])
    }

    let id: UInt64
    let kind: Kind
    /// Whether the end of the caller's task leaves the operation alone: COMMIT, ROLLBACK and the end of COPY.
    var isShielded = false

    /// The transaction that it belongs to.
    var transaction: TransactionState? {
        if case .batch(_, let transaction) = kind { transaction } else { nil }
    }
}

extension Operation.Answer: Equatable {
    /// Rows are the same if they are the same results of libpq.
    static func == (left: Operation.Answer, right: Operation.Answer) -> Bool {
        switch (left, right) {
        case (.rows(let left), .rows(let right)): left.elementsEqual(right) { $0.result === $1.result }
        case (.ready, .ready): true
        case (.copied(let left), .copied(let right)): left == right
        case (.chunk(let left), .chunk(let right)): left == right
        default: false
        }
    }
}
