/// The kinds of exchange in use. Source: AMQP 0-9-1 section 3.1.3.
public enum ExchangeKind: String, Sendable, Hashable {
    case direct, fanout, topic, headers
}

/// A durable exchange.
public struct ExchangeDeclaration: Sendable, Hashable {
    public let name: String
    public let kind: ExchangeKind
    public let arguments: Headers

    public init(name: String, kind: ExchangeKind, arguments: Headers = [:]) {
        self.name = name
        self.kind = kind
        self.arguments = arguments
    }
}

/// A durable queue; its type is in the arguments (`x-queue-type`).
public struct QueueDeclaration: Sendable, Hashable {
    public let name: String
    public let arguments: Headers

    public init(name: String, arguments: Headers) {
        self.name = name
        self.arguments = arguments
    }
}

/// A binding of a queue to an exchange.
public struct BindingDeclaration: Sendable, Hashable {
    public let exchange: String
    public let queue: String
    public let routingKey: String

    public init(exchange: String, queue: String, routingKey: String) {
        self.exchange = exchange
        self.queue = queue
        self.routingKey = routingKey
    }
}

/// Exchanges, queues and bindings as data, declared in this order.
public struct Topology: Sendable, Hashable {
    public var exchanges: [ExchangeDeclaration]
    public var queues: [QueueDeclaration]
    public var bindings: [BindingDeclaration]

    public init(
        exchanges: [ExchangeDeclaration] = [], queues: [QueueDeclaration] = [], bindings: [BindingDeclaration] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }
}
