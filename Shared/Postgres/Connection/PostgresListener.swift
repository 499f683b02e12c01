import Kernel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Listens to channels on a connection of its own, and connects again when that breaks.
///
/// NOTIFY keeps nothing for those who are away, so every (re)connection is reported: a reader that relies on
/// notifications then queries the tables.
public final class PostgresListener: Service {
    /// What a listener hears.
    public enum Event: Hashable, Sendable {
        /// Listening has begun or begun again: what was sent before is lost.
        case listening
        /// A message.
        case notification(PostgresNotification)
    }

    /// What is heard, for one reader.
    ///
    /// If the reader lags more than 1,000 events behind, the oldest are dropped.
    public let events: AsyncStream<Event>

    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let reactor: PostgresReactor
    private let logger: Logger
    private let continuation: AsyncStream<Event>.Continuation

    /// A listener that `run` sets going.
    public init(
        configuration: PostgresConfiguration, channels: [String], reactor: PostgresReactor = .shared, logger: Logger
    ) {
        self.configuration = configuration
        self.channels = channels
        self.reactor = reactor
        self.logger = logger
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
    }

    /// Listens until the task is cancelled or the service group shuts down gracefully; then `events` ends.
    public func run() async throws {
        defer { continuation.finish() }
        await cancelWhenGracefulShutdown {
            var backoff = Backoff.connection
            while !Task.isCancelled {
                do {
                    try await self.listen { backoff.reset() }
                } catch {
                    guard !Task.isCancelled else { return }
                    self.logger.info("listening interrupted", metadata: [PostgresLoggingKeys.error: "\(error)"])
                }
                do { try await Task.sleep(for: backoff.next(from: SystemRandomSource())) } catch { return }
            }
        }
    }

    private func listen(_ isConnected: () -> Void) async throws {
        let session = try await Connector.connect(configuration, reactor: reactor, logger: logger)
        let continuation = continuation
        await session.setNotificationSink { continuation.yield(.notification($0)) }
        try await withTaskCancellationHandler {
            let statements = channels.map { "LISTEN \(Self.quoted($0))" }.joined(separator: "; ")
            _ = try await session.perform(.script(statements), lease: nil)
            isConnected()
            continuation.yield(.listening)
            await session.waitUntilClosed()
        } onCancel: {
            session.closeFromAnywhere(PostgresError(code: .cancelled))
        }
    }

    /// An identifier in double quotes, with those inside doubled.
    static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
