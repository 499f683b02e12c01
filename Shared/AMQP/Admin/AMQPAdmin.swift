import Logging
public import Messaging
import NIOCore
import NIOPosix

/// How full a queue is, and how many consume from it.
public struct QueueStatus: Sendable, Hashable {
    /// Messages ready to be delivered; those that wait to be settled don't count.
    public let messages: Int
    /// Consumers that get deliveries; of a queue with a single active one, that one.
    public let consumers: Int

    /// A status made up, e.g.
    ///
    /// to compare with.
    public init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}

/// Declares, inspects and empties exchanges and queues.
///
/// A channel or connection that the broker closes for one call is opened again for the next.
public final class AMQPAdmin: Sendable {
    private let loop: any EventLoop
    private let link: NIOLoopBoundBox<AdminLink?>
    let configuration: AMQPConfiguration
    let logger: Logger

    init(_ configuration: AMQPConfiguration, logger: Logger) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let link = NIOLoopBoundBox.makeEmptyBox(valueType: AdminLink.self, eventLoop: loop)
        loop.execute { link.value = AdminLink(configuration, on: loop) }
        self.loop = loop
        self.link = link
        self.configuration = configuration
        self.logger = logger
    }

    // MARK: Inspecting

    /// The state of a queue that exists.
    ///
    /// - Throws: ``AMQPError/Code/notFound`` where it does not.
    public func status(ofQueue name: String) async throws -> QueueStatus {
        let reply = try await call(
            .queueDeclare(name: name, passive: true, arguments: [:]), expecting: [.queueDeclareOk], about: name)
        guard case .method(.queueDeclareOk(_, let messages, let consumers)) = reply else { throw unexpected(reply) }
        return QueueStatus(messages: Int(messages), consumers: Int(consumers))
    }

    /// Checks that an exchange exists.
    ///
    /// - Throws: ``AMQPError/Code/notFound`` where it does not.
    public func checkExchange(_ name: String) async throws {
        _ = try await call(
            .exchangeDeclare(name: name, kind: "", passive: true, arguments: [:]), expecting: [.exchangeDeclareOk],
            about: name)
    }

    /// Takes one message off a queue and acknowledges it; nil where the queue is empty.
    ///
    /// For tests and operators: consumers are an order of magnitude cheaper.
    public func get(queue: String) async throws -> Delivery? {
        let reply = try await onLink(about: queue) { $0.get(queue: queue, completion: $1) }
        guard case .content(let content) = reply, case .getOk(let notice) = content.method else { return nil }
        return Delivery(
            tag: DeliveryTag(epoch: 0, number: notice.number), exchange: notice.exchange,
            routingKey: notice.routingKey, properties: content.properties, body: content.body,
            redelivered: notice.redelivered)
    }

    // MARK: Changing

    /// Drops a queue's ready messages; returns how many.
    @discardableResult
    public func purge(queue: String) async throws -> Int {
        let reply = try await call(.queuePurge(name: queue), expecting: [.queuePurgeOk], about: queue)
        guard case .method(.queuePurgeOk(let messages)) = reply else { throw unexpected(reply) }
        return Int(messages)
    }

    /// Deletes a queue with its messages; returns how many.
    ///
    /// One that does not exist is deleted already.
    @discardableResult
    public func delete(queue: String) async throws -> Int {
        let reply = try await call(.queueDelete(name: queue), expecting: [.queueDeleteOk], about: queue)
        guard case .method(.queueDeleteOk(let messages)) = reply else { throw unexpected(reply) }
        return Int(messages)
    }

    /// Deletes an exchange.
    ///
    /// One that does not exist is deleted already.
    public func delete(exchange: String) async throws {
        _ = try await call(.exchangeDelete(name: exchange), expecting: [.exchangeDeleteOk], about: exchange)
    }

    /// Removes a binding.
    ///
    /// One that does not exist is removed already.
    public func unbind(_ binding: BindingDeclaration) async throws {
        _ = try await call(
            .queueUnbind(queue: binding.queue, exchange: binding.exchange, routingKey: binding.routingKey),
            expecting: [.queueUnbindOk], about: binding.queue)
    }

    // MARK: The link

    func connect() async throws {
        let promise = loop.makePromise(of: Void.self)
        let link = link
        loop.execute {
            link.value?.connect { error in
                if let error { promise.fail(error) } else { promise.succeed() }
            }
        }
        try await promise.futureResult.get()
    }

    func close() async {
        let (loop, link) = (loop, link)
        await withCheckedContinuation { continuation in
            loop.execute {
                guard let link = link.value else { return continuation.resume() }
                link.close { continuation.resume() }
            }
        }
    }

    func call(
        _ method: OutboundMethod, expecting: [MethodNumber], about object: String
    ) async throws -> Reply {
        try await onLink(about: object) { $0.call(method, expecting: expecting, completion: $1) }
    }

    private func onLink(
        about object: String, _ ask: @escaping @Sendable (AdminLink, @escaping ConnectionHandler.Completion) -> Void
    ) async throws -> Reply {
        let promise = loop.makePromise(of: Reply.self)
        let link = link
        loop.execute {
            guard let link = link.value else { return promise.fail(AMQPError(.shutDown)) }
            ask(link) { promise.completeWith($0.mapError { $0 }) }
        }
        do {
            return try await promise.futureResult.get()
        } catch let error as AMQPError {
            throw Self.explain(error, about: object)
        }
    }

    private func unexpected(_ reply: Reply) -> AMQPError {
        AMQPError(.protocolViolation, reason: "unexpected reply")
    }

    /// Names the object that a refused call was about.
    private static func explain(_ error: AMQPError, about object: String) -> AMQPError {
        let code: AMQPError.Code =
            switch (error.code, error.replyCode) {
            case (.channelClosed, 403): .accessRefused
            case (.channelClosed, 404): .notFound
            case (.channelClosed, 406): .declarationMismatch
            default: error.code
            }
        return AMQPError(code, replyCode: error.replyCode, object: error.object ?? object, reason: error.reason)
    }
}
