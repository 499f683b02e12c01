public import Postgres

/// What is locked by a number and is no row, a class of numbers for each use.
///
/// A lock's second number is taken from the SHA-256 of a name: who may choose a name, as a caller chooses an idempotency
/// key, can meet the lock of another name of the same class only by chance, and none of another class.
///
/// Source: PostgreSQL 15 manual, 9.27.10: a lock of two 32-bit numbers and one of a 64-bit number never meet.
public enum AdvisoryLock: Int32, Sendable {
    // The numbers stay: processes of two versions must mean the same by them.

    /// The lead among a context's relays.
    case leader = 1
    /// The right to change schemas: all of them for `Migrator`, its own for the upkeep in `m0003_message_partitions.sql`.
    case migration = 2
    /// A key under which a caller's request is carried out once.
    case idempotencyKey = 3
    /// A partition of a stream, as its consumer writes it.
    case partition = 4

    /// The two numbers, as arguments of the functions that lock.
    ///
    /// - Parameter name: an expression of type `text`.
    public func numbers(of name: SQL) -> SQL {
        """
        \(unescaped: "\(rawValue)"), \
        ('x' || left(encode(sha256(convert_to(\(name), 'UTF8')), 'hex'), 8))::bit(32)::int4
        """
    }
}
