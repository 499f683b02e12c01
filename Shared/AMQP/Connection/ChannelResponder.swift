/// Who owns a channel: hears what happens on it, on the connection's event loop.
///
/// `received` is called in the decoding loop and only takes note; everything that sends, completes or resumes waits
/// for ``turnEnded()`` or one of the other calls, which come after the loop.
protocol ChannelResponder: AnyObject {
    /// A method that answers nothing: a confirm or a cancellation by the broker.
    func received(_ method: InboundMethod) throws(AMQPError)
    /// A delivery or a returned message.
    func received(_ content: Content) throws(AMQPError)
    /// All frames that had arrived are decoded.
    func turnEnded()
    /// The socket can take more again.
    func becameWritable()
    /// The broker has stopped, or started again, to take messages.
    func blockedChanged(_ isBlocked: Bool)
    /// The broker closed this channel; its number is free again.
    ///
    /// - Parameter method: what of ours it was closed over; nil where the broker does not say.
    func channelClosed(_ error: AMQPError, over method: MethodNumber?)
    /// The connection is gone, and this channel with it.
    func connectionLost(_ error: AMQPError)
}

extension ChannelResponder {
    func becameWritable() {}
    func blockedChanged(_ isBlocked: Bool) {}
    func turnEnded() {}
}
