/// What went wrong between us and the broker.
///
/// `description` names the kind, the reply code and the object, never a message's content or a credential;
/// `debugDescription` adds the broker's own words.
public struct AMQPError: Error, Sendable, Hashable {
    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Base: String {
            case connectFailed, handshakeTimeout, loginRefused, virtualHostRefused, protocolViolation
            case heartbeatMissed, connectionLost, connectionClosed, channelClosed, declarationMismatch, notFound
            case accessRefused, replyTimeout, confirmTimeout, unencodable, bodyTooLarge, bufferFull, shutDown
        }

        private let base: Base

        private init(_ base: Base) { self.base = base }

        /// TCP or TLS could not be set up.
        public static let connectFailed = Self(.connectFailed)
        /// The broker did not finish the handshake in time.
        public static let handshakeTimeout = Self(.handshakeTimeout)
        /// Wrong user or password (403).
        public static let loginRefused = Self(.loginRefused)
        /// The virtual host does not exist or is not ours (530).
        public static let virtualHostRefused = Self(.virtualHostRefused)
        /// The peer sent something that AMQP 0-9-1 does not allow.
        public static let protocolViolation = Self(.protocolViolation)
        /// Nothing was heard for two heartbeat intervals.
        public static let heartbeatMissed = Self(.heartbeatMissed)
        /// The connection broke without a word.
        public static let connectionLost = Self(.connectionLost)
        /// The broker closed the connection and said why.
        public static let connectionClosed = Self(.connectionClosed)
        /// The broker closed the channel and said why.
        public static let channelClosed = Self(.channelClosed)
        /// An exchange or queue exists with other properties than declared (406).
        public static let declarationMismatch = Self(.declarationMismatch)
        /// There is no such exchange or queue (404).
        public static let notFound = Self(.notFound)
        /// The user may not do that (403).
        public static let accessRefused = Self(.accessRefused)
        /// A synchronous method was not answered in time.
        public static let replyTimeout = Self(.replyTimeout)
        /// Messages were sent, and none of them was confirmed in time.
        public static let confirmTimeout = Self(.confirmTimeout)
        /// What we were asked to send does not fit into the protocol.
        public static let unencodable = Self(.unencodable)
        /// A message's body is larger than ``AMQPConfiguration/largestBody``.
        public static let bodyTooLarge = Self(.bodyTooLarge)
        /// More than ``AMQPConfiguration/largestBuffer`` had come from a queue and was not asked for.
        public static let bufferFull = Self(.bufferFull)
        /// The client was shut down.
        public static let shutDown = Self(.shutDown)

        /// The code's name.
        public var description: String { base.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The broker's reply code, where it gave one.
    ///
    /// Source: AMQP 0-9-1 section 1.2.
    public let replyCode: Int?
    /// The exchange, queue or field that it is about.
    public let object: String?
    /// The broker's or the system's own words: for operators, not for users.
    public let reason: String

    /// An error; `isRetriable` follows from the codes.
    public init(_ code: Code, replyCode: Int? = nil, object: String? = nil, reason: String = "") {
        self.code = code
        self.replyCode = replyCode
        self.object = object
        self.reason = reason
    }

    /// Whether the same call may succeed later without anyone changing a setting.
    public var isRetriable: Bool {
        switch code {
        case .connectFailed, .handshakeTimeout, .heartbeatMissed, .connectionLost, .protocolViolation, .replyTimeout,
            .confirmTimeout, .bufferFull:
            true
        case .connectionClosed:
            // Forced by an operator or a shutdown, or a queue whose majority is away.
            replyCode == 320 || replyCode == 541
        case .channelClosed:
            // Resource locked: another exclusive consumer may go away.
            replyCode == 405
        default:
            false
        }
    }
}

extension AMQPError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The kind, the reply code and the object.
    public var description: String {
        var text = "AMQPError(\(code)"
        if let replyCode { text += ", reply code \(replyCode)" }
        if let object { text += ", object \(object)" }
        return text + ")"
    }

    /// The same with the broker's own words.
    public var debugDescription: String {
        reason.isEmpty ? description : "\(description): \(reason)"
    }
}
