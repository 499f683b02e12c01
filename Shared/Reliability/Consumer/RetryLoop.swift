public import Kernel
public import Logging
public import Messaging
import Postgres
public import ServiceLifecycle

/// Tries waiting messages again when they are due, and held ones when their turn has come; each process of a context runs
/// one, and what one has claimed the others leave alone.
public struct RetryLoop: Service {
    private let inbox: any WaitingStore
    private let handlers: [String: any DeliveryHandler]
    private let random: any RandomSource
    private let poll: Duration
    private let logger: Logger

    /// Makes the loop of one context.
    ///
    /// - Parameters:
    ///   - handlers: by stream, the first two words of a message's type, e.g. `intake.request`.
    ///   - poll: how often due messages are claimed. Default 100 ms.
    public init(
        inbox: any WaitingStore, handlers: [String: any DeliveryHandler], random: any RandomSource,
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
            var machine = RetryMachine()
            while !Task.isCancelled {
                do {
                    try await perform(&machine)
                } catch {
                    guard !Task.isCancelled else { return }
                    let text = ErrorText.loggable(error)
                    logger.warning("retry failed", metadata: ["error": "\(text)"])
                    machine.failed(text, transient: FailureKind.isTransient(error))
                }
            }
        }
    }

    private func perform(_ machine: inout RetryMachine) async throws {
        switch machine.action {
        case .claim(let limit):
            machine.claimed(try await inbox.claim(limit: limit))
        case .begin(let claimed):
            let begun = try await inbox.begin(claimed)
            machine.begun(begun?.claimed, attempts: begun?.attempts ?? 0)
        case .handle(let claimed):
            guard let handler = handlers[claimed.delivery.properties.stream] else {
                return machine.handled(.refused(.unknownType))
            }
            guard let outcome = try await handler.handle([claimed.delivery]).first else {
                preconditionFailure("one outcome per delivery")
            }
            machine.handled(outcome)
        case .recordFailure(let claimed, let error):
            let disposition = try await inbox.recordFailure(claimed, error: error)
            report(disposition, claimed.delivery, .exhausted, reason: error)
            machine.recorded()
        case .release(let claimed):
            try await inbox.release(claimed)
            machine.released()
        case .refuse(let claimed, let refusal):
            let disposition = try await inbox.refuse(claimed, reason: refusal.reason)
            report(disposition, claimed.delivery, refusal.kind, reason: refusal.reason)
            machine.recorded()
        case .backOff(let failures):
            try await Task.sleep(for: RetryPolicy.reconnection.delay(afterAttempt: failures, random: random.next()))
            machine.waited()
        case .rest:
            try await Task.sleep(for: poll)
            machine.woken()
        }
    }

    private func report(_ disposition: Disposition, _ delivery: Delivery, _ kind: Refusal.Kind, reason: String) {
        guard disposition == .dead else { return }
        kind.count(queue: "retry")
        logger.error(
            "waiting message dead-lettered",
            metadata: [
                "message_id": "\(delivery.loggableID)", "type": "\(delivery.loggableType)", "reason": "\(reason)",
            ])
    }
}
