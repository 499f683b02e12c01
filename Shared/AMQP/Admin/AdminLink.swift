import Messaging
import NIOCore

/// An admin's connection and channel on their event loop, opened when they are needed.
final class AdminLink {
    private enum State {
        case closed
        case connecting(ConnectionHandler, [(AMQPError?) -> Void])
        case open(ConnectionHandler)
    }

    private let configuration: AMQPConfiguration
    private let loop: any EventLoop
    private var state = State.closed
    private var channel: UInt16?

    init(_ configuration: AMQPConfiguration, on loop: any EventLoop) {
        self.configuration = configuration
        self.loop = loop
    }

    /// Connects where there is no connection.
    func connect(_ completion: @escaping (AMQPError?) -> Void) {
        switch state {
        case .open(let connection) where connection.failure == nil: completion(nil)
        case .connecting(let connection, let waiting): state = .connecting(connection, waiting + [completion])
        case .open, .closed:
            let connection: ConnectionHandler
            do throws(AMQPError) {
                connection = try ConnectionHandler(configuration)
            } catch {
                return completion(error)
            }
            channel = nil
            state = .connecting(connection, [completion])
            connection.whenOpened = { [weak self] result in self?.opened(result) }
            connection.connect(on: loop)
        }
    }

    /// Sends a synchronous method on an open channel.
    func call(_ method: OutboundMethod, expecting: [MethodNumber], completion: @escaping ConnectionHandler.Completion) {
        connect { [self] error in
            if let error { return completion(.failure(error)) }
            guard case .open(let connection) = state else { return completion(.failure(AMQPError(.connectionLost))) }
            guard let number = channel ?? connection.openChannel(for: self, completion: { _ in }) else {
                return completion(.failure(connection.failure ?? AMQPError(.channelClosed, reason: "no channel")))
            }
            channel = number
            connection.call(method, on: number, expecting: expecting, completion: completion)
        }
    }

    /// Takes a message off a queue and acknowledges it, before anything else can happen to the channel it came over.
    func get(queue: String, completion: @escaping ConnectionHandler.Completion) {
        call(.get(queue: queue), expecting: [.basicGetOk, .basicGetEmpty]) { [self] reply in
            guard case .success(.content(let content)) = reply, case .getOk(let notice) = content.method else {
                return completion(reply)
            }
            do throws(AMQPError) {
                guard case .open(let connection) = state, let channel else { throw AMQPError(.connectionLost) }
                try connection.send(.ack(number: notice.number, multiple: false), on: channel)
                connection.flush()
                completion(reply)
            } catch {
                completion(.failure(error))
            }
        }
    }

    func close(_ completion: @escaping () -> Void) {
        switch state {
        case .open(let connection) where connection.failure == nil:
            connection.whenClosed = { _ in completion() }
            connection.close()
        case .connecting(let connection, _):
            connection.fail(AMQPError(.shutDown))
            completion()
        case .open, .closed: completion()
        }
        state = .closed
    }

    private func opened(_ result: Result<Tuning, AMQPError>) {
        guard case .connecting(let connection, let waiting) = state else { return }
        switch result {
        case .success:
            state = .open(connection)
            for completion in waiting { completion(nil) }
        case .failure(let error):
            state = .closed
            for completion in waiting { completion(error) }
        }
    }
}

extension AdminLink: ChannelResponder {
    func received(_ method: InboundMethod) throws(AMQPError) {
        throw AMQPError(.protocolViolation, reason: "\(method.number) on an admin channel")
    }

    func received(_ content: Content) throws(AMQPError) {
        throw AMQPError(.protocolViolation, reason: "\(content.method.number) on an admin channel")
    }

    func channelClosed(_ error: AMQPError, over method: MethodNumber?) { channel = nil }

    func connectionLost(_ error: AMQPError) { channel = nil }
}
