public import Kernel
public import Logging
import Messaging
public import ServiceLifecycle

/// Work that a process does every so often for as long as it runs: a sweep, upkeep, a poll of a table.
///
/// Every process of a context runs it, so the work claims its rows, or comes to nothing where another process was first.
public struct Periodically: Service {
    /// When the work is to be done again.
    public enum Next: Sendable {
        /// At once: there is more to do.
        case now
        /// After the interval.
        case later
    }

    private let work: String
    private let interval: Duration
    private let random: any RandomSource
    private let logger: Logger
    private let body: @Sendable () async throws -> Next

    /// Between attempts after a failure.
    ///
    /// Source: our choice; a server that was restarted answers again within seconds.
    static let backoff = RetryPolicy(first: .milliseconds(500), longest: .seconds(15), attempts: .max)

    /// Makes the loop.
    ///
    /// - Parameters:
    ///   - work: its name in the log, a constant.
    ///   - interval: how long it waits when nothing is left to do. Real time: the city's own clock may run faster.
    ///   - body: does the work once; what it throws is logged, and it is tried again after a wait that grows.
    public init(
        _ work: String, every interval: Duration, random: any RandomSource = SystemRandomSource(), logger: Logger,
        _ body: @escaping @Sendable () async throws -> Next
    ) {
        self.work = work
        self.interval = interval
        self.random = random
        self.logger = logger
        self.body = body
    }

    /// Does the work again and again until it is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    let next = try await body()
                    failures = 0
                    if case .later = next { try await Task.sleep(for: interval) }
                } catch {
                    // However the work words a cancellation: nobody waits for it any more.
                    guard !Task.isCancelled else { return }
                    failures += 1
                    logger.warning(
                        "periodic work failed",
                        metadata: ["work": "\(work)", "error": "\(ErrorText.loggable(error))"])
                    try? await Task.sleep(for: Self.backoff.delay(afterAttempt: failures, random: random.next()))
                }
            }
        }
    }
}
