/// The kinds of exchange in use.
///
/// Source: AMQP 0-9-1 section 3.1.3.
public enum ExchangeKind: String, Sendable, Hashable {
    case direct, fanout, topic, headers
}

/// A durable exchange.
public struct ExchangeDeclaration: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// How it routes.
    public let kind: ExchangeKind
    /// What it is declared with, such as an alternate exchange.
    public let arguments: Headers

    /// Makes the declaration.
    public init(name: String, kind: ExchangeKind, arguments: Headers = [:]) {
        self.name = name
        self.kind = kind
        self.arguments = arguments
    }
}

/// A durable queue; its type is in the arguments (`x-queue-type`).
public struct QueueDeclaration: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// What it is declared with: its type and its limits.
    public let arguments: Headers

    /// Makes the declaration.
    public init(name: String, arguments: Headers) {
        self.name = name
        self.arguments = arguments
    }
}

/// A binding of a queue to an exchange.
public struct BindingDeclaration: Sendable, Hashable {
    /// Where messages come from.
    public let exchange: String
    /// Where they go.
    public let queue: String
    /// Which of them go there.
    public let routingKey: String

    /// Makes the declaration.
    public init(exchange: String, queue: String, routingKey: String) {
        self.exchange = exchange
        self.queue = queue
        self.routingKey = routingKey
    }
}

/// Exchanges, queues and bindings as data, declared in this order.
public struct Topology: Sendable, Hashable {
    /// The exchanges; an alternate exchange comes before those that name it.
    public var exchanges: [ExchangeDeclaration]
    /// The queues.
    public var queues: [QueueDeclaration]
    /// The bindings of the queues to the exchanges.
    public var bindings: [BindingDeclaration]

    /// Makes the topology.
    public init(
        exchanges: [ExchangeDeclaration] = [], queues: [QueueDeclaration] = [], bindings: [BindingDeclaration] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }
}
