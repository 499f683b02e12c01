public import Kernel
public import Logging
public import Messaging
import Postgres
public import ServiceLifecycle

/// Tries waiting messages again when they are due, and held ones when their turn has come.
public struct RetryLoop: Service {
    private let inbox: any InboxStore
    private let handlers: [String: any DeliveryHandler]
    private let random: any RandomSource
    private let poll: Duration
    private let logger: Logger

    /// Makes the loop of one context.
    ///
    /// - Parameters:
    ///   - handlers: by stream, the first two words of a message's type, e.g. `intake.request`.
    ///   - poll: how often the table is looked at. Default 100 ms.
    public init(
        inbox: any InboxStore, handlers: [String: any DeliveryHandler], random: any RandomSource,
        poll: Duration = .milliseconds(100), logger: Logger
    ) {
        self.inbox = inbox
        self.handlers = handlers
        self.random = random
        self.poll = poll
        self.logger = logger
    }

    /// Runs what is due, again and again, until it is shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    let due = try await inbox.due(limit: 100)
                    for delivery in due { try await retry(delivery) }
                    failures = 0
                    if due.isEmpty { try await Task.sleep(for: poll) }
                } catch {
                    guard !Task.isCancelled else { return }
                    failures += 1
                    try? await Task.sleep(
                        for: RetryPolicy.reconnection.delay(afterAttempt: failures, random: random.next()))
                }
            }
        }
    }

    /// One message, alone: what fails now waits again, or is dead.
    private func retry(_ delivery: Delivery) async throws {
        guard let handler = handlers[delivery.stream] else {
            return try await inbox.refuse(delivery, reason: "no handler for this type")
        }
        do {
            let outcomes = try await handler.handle([delivery])
            if case .refused(let reason)? = outcomes.first {
                try await inbox.refuse(delivery, reason: reason)
                logger.error("waiting message dead-lettered", metadata: ["reason": "\(reason)"])
            }
        } catch {
            if Task.isCancelled || FailureKind.isTransient(error) { throw error }
            try await inbox.recordFailure(delivery, error: "\(error)")
        }
    }
}

extension Delivery {
    /// The first two words of the type.
    var stream: String {
        (properties.type ?? "").split(separator: ".").prefix(2).joined(separator: ".")
    }
}
