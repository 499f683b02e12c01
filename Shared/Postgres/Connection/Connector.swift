import Logging
import Synchronization

/// Connects on a thread of its own and can be left behind: a connection that comes too late is closed again.
final class Connector: Sendable {
    private enum State {
        case starting
        case waiting(CheckedContinuation<Session, any Error>)
        case abandoned
        case done
    }

    private let configuration: PostgresConfiguration
    private let reactor: PostgresReactor
    private let logger: Logger?
    private let state = Mutex(State.starting)

    private init(_ configuration: PostgresConfiguration, _ reactor: PostgresReactor, _ logger: Logger?) {
        self.configuration = configuration
        self.reactor = reactor
        self.logger = logger
    }

    /// Connects without blocking the caller's thread: resolving names blocks, and so does the handshake.
    ///
    /// Throws: `PostgresError` with code `connection`, or `cancelled` if the task is.
    static func connect(
        _ configuration: PostgresConfiguration, reactor: PostgresReactor, logger: Logger? = nil
    ) async throws -> Session {
        let connector = Connector(configuration, reactor, logger)
        let session = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                connector.begin(continuation)
            }
        } onCancel: {
            connector.abandon()
        }
        try await session.open()
        return session
    }

    private func begin(_ continuation: CheckedContinuation<Session, any Error>) {
        let isAbandoned = state.withLock { state in
            if case .abandoned = state { return true }
            state = .waiting(continuation)
            return false
        }
        guard !isAbandoned else {
            continuation.resume(throwing: PostgresError(code: .cancelled))
            return
        }
        let isStarted = DetachedThread.start(name: "postgres-dial") {
            do {
                let handle = try ConnectionHandle.connect(self.configuration)
                let session = Session(
                    handle: handle, configuration: self.configuration, reactor: self.reactor, logger: self.logger)
                self.takeWaiter()?.resume(returning: session)
            } catch {
                self.takeWaiter()?.resume(throwing: error)
            }
        }
        if !isStarted {
            takeWaiter()?.resume(throwing: PostgresError(code: .connection, message: "no thread left to connect"))
        }
    }

    private func abandon() {
        let waiter = state.withLock { state in
            defer { state = .abandoned }
            if case .waiting(let waiter) = state { return waiter as CheckedContinuation? }
            return nil
        }
        waiter?.resume(throwing: PostgresError(code: .cancelled))
    }

    private func takeWaiter() -> CheckedContinuation<Session, any Error>? {
        state.withLock { state in
            guard case .waiting(let waiter) = state else { return nil }
            state = .done
            return waiter
        }
    }
}
