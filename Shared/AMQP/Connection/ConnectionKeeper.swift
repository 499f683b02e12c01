import Kernel
import Logging
import NIOCore

/// Keeps one connection up: connects, waits with full jitter after a loss, and connects again until it is stopped.
///
/// Lives on one event loop, and all its connections with it.
final class ConnectionKeeper {
    /// Called with each new connection.
    var whenUp: (ConnectionHandler) -> Void = { _ in }
    /// Called when a connection that was up is gone.
    var whenDown: (AMQPError) -> Void = { _ in }
    /// Called with each failure, of a connection or of an attempt.
    var whenFailed: (AMQPError) -> Void = { _ in }

    private enum State {
        case idle
        case waiting(Scheduled<Void>)
        case connecting(ConnectionHandler)
        case up(ConnectionHandler, since: NIODeadline)
        case stopping(() -> Void)
        case stopped
    }

    /// A connection that lived this long counts as a success: the next wait starts small again.
    private static let settled = TimeAmount.seconds(10)

    private let configuration: AMQPConfiguration
    private let loop: any EventLoop
    private let logger: Logger
    private var state = State.idle
    private var attempt = 0
    /// The kind of failure last logged: a broker that stays away is reported once.
    private var logged: AMQPError.Code?

    init(_ configuration: AMQPConfiguration, on loop: any EventLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
    }

    /// The connection, while it is up.
    var connection: ConnectionHandler? {
        if case .up(let handler, _) = state { handler } else { nil }
    }

    func start() {
        guard case .idle = state else { return }
        connect()
    }

    /// Closes the connection politely and stays away; `completion` comes once.
    func stop(completion: @escaping () -> Void) {
        switch state {
        case .idle, .stopped:
            state = .stopped
            completion()
        case .waiting(let timer):
            timer.cancel()
            state = .stopped
            completion()
        case .connecting(let handler):
            state = .stopping(completion)
            handler.fail(AMQPError(.shutDown))
        case .up(let handler, _):
            state = .stopping(completion)
            handler.close()
        case .stopping(let earlier):
            state = .stopping {
                earlier()
                completion()
            }
        }
    }

    private func connect() {
        let handler: ConnectionHandler
        do throws(AMQPError) {
            handler = try ConnectionHandler(configuration)
        } catch {
            return failed(error)
        }
        state = .connecting(handler)
        handler.whenClosed = { [weak self] error in self?.lost(error) }
        handler.whenOpened = { [weak self, unowned handler] result in
            switch result {
            case .success: self?.opened(handler)
            case .failure(let error): self?.failed(error)
            }
        }
        handler.connect(on: loop)
    }

    private func opened(_ handler: ConnectionHandler) {
        guard case .connecting = state else { return handler.close() }
        state = .up(handler, since: .now())
        logger.info("connected to the broker", metadata: [AMQPLoggingKeys.broker: "\(configuration)"])
        logged = nil
        whenUp(handler)
    }

    private func lost(_ error: AMQPError) {
        if case .up(_, let since) = state {
            if NIODeadline.now() - since >= Self.settled { attempt = 0 }
            failed(error)
            whenDown(error)
        } else {
            failed(error)
        }
    }

    private func failed(_ error: AMQPError) {
        if case .stopping(let completion) = state {
            state = .stopped
            return completion()
        }
        if logged != error.code {
            logged = error.code
            logger.warning(
                "cannot connect to the broker; trying again until it works",
                metadata: [
                    AMQPLoggingKeys.broker: "\(configuration)", AMQPLoggingKeys.error: "\(error)",
                    AMQPLoggingKeys.reason: "\(error.reason)",
                ])
        }
        let delay = configuration.backoff.delay(attempt: attempt, from: SystemRandomSource())
        attempt += 1
        state = .waiting(
            loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
                self?.connect()
            })
        whenFailed(error)
    }
}
