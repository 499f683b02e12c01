/// The keys of this library's log metadata.
enum PostgresLoggingKeys {
    /// A failure's description, which holds no data.
    static let error = "error"
    /// The pool's name.
    static let pool = "postgres.pool"
    /// The number of a server process.
    static let process = "postgres.pid"
    /// How long until the next attempt.
    ///
    /// Units: milliseconds.
    static let delay = "delay_ms"
}
