/// Seals the bodies of messages that wait or are dead, in a context whose messages carry personal data.
///
/// What is sealed belongs to one message: under another message's id it does not open.
public protocol BodyEncryption: Sendable {
    /// The sealed form of a body.
    func seal(_ body: [UInt8], messageID: String?) throws -> [UInt8]
    /// The body again.
    func open(_ sealed: [UInt8], messageID: String?) throws -> [UInt8]
}
