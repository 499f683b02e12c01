public import Logging

/// A connection for set-up and inspection, lent for as long as a closure runs.
public enum AMQPConnection {
    /// Connects, lends the connection and closes it.
    ///
    /// - Throws: what the body throws; ``AMQPError`` where the connection cannot be made.
    public static func withConnection<R>(
        _ configuration: AMQPConfiguration, logger: Logger, _ body: (AMQPAdmin) async throws -> R
    ) async throws -> R {
        let admin = AMQPAdmin(configuration, logger: logger)
        let result: R
        do {
            try await admin.connect()
            result = try await body(admin)
        } catch {
            await admin.close()
            throw error
        }
        await admin.close()
        return result
    }
}
