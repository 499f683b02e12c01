public import Messaging
public import Wire

/// A stored event on its way to the exchange; its body is forwarded as it is.
public struct JournalRow: Sendable, Hashable {
    /// The order of publishing.
    public let seq: Int64
    /// What the message says about itself.
    public let envelope: Envelope
    /// The encoded message, forwarded as it is.
    public let body: [UInt8]

    /// Makes a row.
    public init(seq: Int64, envelope: Envelope, body: [UInt8]) {
        self.seq = seq
        self.envelope = envelope
        self.body = body
    }

    /// The message as it goes to an exchange.
    public func message(exchange: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange, routingKey: envelope.routingKey, properties: envelope.properties, body: body)
    }
}
