public import Kernel
public import NIOSSL

/// Where the broker is, who we are there, and how long we wait for it.
public struct AMQPConfiguration: Sendable {
    /// Host name or address of the broker.
    public var host: String
    /// Range: 1…65535; 5672 without TLS and 5671 with it, by custom.
    public var port: Int
    /// The virtual host; `/` by default.
    public var virtualHost: String
    /// Who we are to the broker.
    public var user: String
    /// Never logged, and in no error.
    public var password: String
    /// The name that the broker shows for this connection.
    public var connectionName: String
    /// The longest silence that we offer; the broker may ask for less.
    ///
    /// Zero turns heartbeats off.
    ///
    /// Units: whole seconds go over the wire. Range: 0…65535 s.
    public var heartbeat: Duration
    /// TLS where set, plain TCP where nil.
    public var tls: TLSConfiguration?
    /// The largest frame that we offer.
    ///
    /// Units: bytes. Range: 4096 and up. Source: AMQP 0-9-1 section 4.2.3.
    public var frameMax: Int
    /// How long TCP, TLS and the AMQP handshake together may take.
    public var connectTimeout: Duration
    /// How long a synchronous method may wait for its reply.
    public var replyTimeout: Duration
    /// How long a publisher goes without any confirm, while messages wait for one, before it connects again.
    ///
    /// Default: 10 s. Why: cluster nodes give up one that stands still after 15 to 19 s (`net_ticktime = 15`, Erlang's
    /// kernel manual); a publisher that has connected again by then has a working connection within 30 s.
    public var confirmTimeout: Duration
    /// The largest body of a message that is taken or sent; a larger one that arrives ends the connection with
    /// ``AMQPError/Code/bodyTooLarge``, and one that is to be sent is refused.
    ///
    /// Units: bytes. Default: 16 MiB. Range: 1 and up.
    public var largestBody: Int
    /// How much may have come from one queue that nobody has asked for; what is beyond goes back to the queue, in order,
    /// and fewer messages are fetched ahead until there is another connection.
    ///
    /// Units: bytes of bodies. Default: 64 MiB. Range: 1 and up; one message is taken in any case.
    public var largestBuffer: Int
    /// How long to wait before connecting again.
    ///
    /// Default: from 0.2 s up to 2 s. Why so low: a broker that was killed needs about ten seconds to come back, and a longer
    /// wait would add as much again to the outage.
    public var backoff: Backoff

    /// A configuration with a default for everything but who we are.
    public init(
        host: String = "127.0.0.1", port: Int = 5672, virtualHost: String = "/", user: String, password: String,
        connectionName: String = "minqing", heartbeat: Duration = .seconds(10), tls: TLSConfiguration? = nil,
        frameMax: Int = 131_072, connectTimeout: Duration = .seconds(10), replyTimeout: Duration = .seconds(30),
        confirmTimeout: Duration = .seconds(10),
        largestBody: Int = 16 << 20, largestBuffer: Int = 64 << 20,
        backoff: Backoff = Backoff(first: .milliseconds(200), longest: .seconds(2))
    ) {
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
        self.user = user
        self.password = password
        self.connectionName = connectionName
        self.heartbeat = heartbeat
        self.tls = tls
        self.frameMax = frameMax
        self.connectTimeout = connectTimeout
        self.replyTimeout = replyTimeout
        self.confirmTimeout = confirmTimeout
        self.largestBody = largestBody
        self.largestBuffer = largestBuffer
        self.backoff = backoff
    }
}

extension AMQPConfiguration: CustomStringConvertible {
    /// Where, never with what password.
    public var description: String {
        "\(tls == nil ? "amqp" : "amqps")://\(host):\(port) as \(connectionName)"
    }
}
