/// The SQLSTATEs that this library and its users act on.
///
/// Source: PostgreSQL 15, Appendix A "PostgreSQL Error Codes".
public enum SQLState {
    /// The connection failed.
    public static let connectionFailure = "08006"
    /// A feature is not supported; also "cached plan must not change result type".
    public static let featureNotSupported = "0A000"
    /// Text contains U+0000 or is no UTF-8.
    public static let characterNotInRepertoire = "22021"
    /// A value is missing that must be there.
    public static let notNullViolation = "23502"
    /// A referenced row does not exist, or is still referenced.
    public static let foreignKeyViolation = "23503"
    /// The same key exists already.
    public static let uniqueViolation = "23505"
    /// A CHECK constraint is broken.
    public static let checkViolation = "23514"
    /// A prepared statement does not exist.
    public static let invalidStatementName = "26000"
    /// The transaction must be tried again: it could not be serialized.
    public static let serializationFailure = "40001"
    /// The transaction must be tried again: it was chosen to end a deadlock.
    public static let deadlockDetected = "40P01"
    /// The role may not do this.
    public static let insufficientPrivilege = "42501"
    /// The table does not exist.
    public static let undefinedTable = "42P01"
    /// There is no space left on the server's disk.
    public static let diskFull = "53100"
    /// The server has no more connections to give.
    public static let tooManyConnections = "53300"
    /// A lock was not free (`NOWAIT`, `lock_timeout`).
    public static let lockNotAvailable = "55P03"
    /// The statement was cancelled: by `statement_timeout`, by a cancel request or by an administrator.
    public static let queryCancelled = "57014"
    /// An administrator ended the connection.
    public static let adminShutdown = "57P01"

    /// The states after which the same transaction may well succeed.
    static let retriable: Set<String> = [
        serializationFailure, deadlockDetected, diskFull, tooManyConnections, lockNotAvailable, adminShutdown, "57P02",
        "57P03", "08000", "08003", "08006", "08001", "08004",
    ]
}
