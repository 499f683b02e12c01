import Logging
import NIOCore

/// The consumer's state on its event loop: one connection and its queues' subscriptions.
final class ConsumerCore {
    private let keeper: ConnectionKeeper
    private let loop: any EventLoop
    private let status: ConsumerStatus
    private var subscriptions: [QueueSubscription] = []
    private var isStopping = false
    private var isStopped = false
    private var whenStopped: [() -> Void] = []

    init(_ configuration: AMQPConfiguration, on loop: any EventLoop, status: ConsumerStatus, logger: Logger) {
        self.loop = loop
        self.status = status
        keeper = ConnectionKeeper(configuration, on: loop, logger: logger)
        keeper.whenUp = { [weak self] connection in
            for subscription in self?.subscriptions ?? [] where !subscription.state.isStopped {
                subscription.attach(connection)
            }
            self?.changed()
        }
        keeper.whenDown = { [weak self] _ in
            for subscription in self?.subscriptions ?? [] { subscription.detach() }
            self?.changed()
        }
        keeper.whenFailed = { error in status.failed(error) }
    }

    func add(_ subscription: QueueSubscription) {
        guard !isStopping else { return subscription.abandon() }
        subscriptions.append(subscription)
        subscription.whenChanged = { [weak self] in self?.changed() }
        if let connection = keeper.connection { subscription.attach(connection) }
        changed()
    }

    func start(whenStopped: @escaping () -> Void) {
        guard !isStopped else { return whenStopped() }
        self.whenStopped.append(whenStopped)
        keeper.start()
    }

    /// Lets every subscription end in order, as long as `patience`, then closes.
    func stop(patience: TimeAmount) {
        isStopping = true
        loop.assumeIsolated().scheduleTask(in: patience) { [weak self] in self?.close() }
        for subscription in subscriptions { subscription.stop() }
        changed()
    }

    private func changed() {
        status.isReady =
            keeper.connection != nil && subscriptions.allSatisfy { $0.state.isActive || $0.state.isStopped }
        if isStopping, subscriptions.allSatisfy(\.state.isStopped) { close() }
    }

    private func close() {
        guard !isStopped else { return }
        isStopped = true
        status.isReady = false
        for subscription in subscriptions { subscription.abandon() }
        keeper.stop { [self] in
            let waiting = whenStopped
            whenStopped = []
            for completion in waiting { completion() }
        }
    }
}
