/// A message that another session sent with NOTIFY.
public struct PostgresNotification: Hashable, Sendable {
    /// The channel's name.
    public let channel: String
    /// The text that was sent along; at most 8,000 bytes.
    public let payload: String
    /// The sending session's process, as in `pg_stat_activity.pid`.
    public let sender: Int32
}
