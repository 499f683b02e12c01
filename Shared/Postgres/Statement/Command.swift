/// One statement of a batch, and what its answer is for.
struct Command: Sendable {
    enum Role: Sendable {
        /// The caller gets the rows.
        case query
        /// Part of the transaction's opening; the answer only has to be no error.
        case prelude
        /// COMMIT: the answer must be COMMIT, since the server answers ROLLBACK to the COMMIT of a failed transaction.
        case commit
        /// ROLLBACK.
        case rollback
    }

    let text: String
    let binds: Binds
    let role: Role

    init(_ sql: SQL, role: Role = .query) {
        text = sql.text
        binds = sql.binds
        self.role = role
    }

    /// Source: the protocol's Bind message counts parameters in 16 bits.
    static let parameterLimit = 65_535

    static let commit = Command("COMMIT", role: .commit)
    static let rollback = Command("ROLLBACK", role: .rollback)
}
