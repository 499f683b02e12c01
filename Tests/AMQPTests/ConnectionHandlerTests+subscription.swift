import Logging
import Messaging
import NIOCore
import NIOEmbedded
import Testing

@testable import AMQP

extension ConnectionHandlerTests {
    /// A delivery of a stream with an empty body.
    private func delivery(_ number: UInt64, offset: Int64) -> [UInt8] {
        let headers = ServerFrames.short("x-stream-offset") + [UInt8(ascii: "l")] + ServerFrames.bytes(offset)
        // Bit 13 stands for the headers. Source: AMQP 0-9-1 section 4.2.6.1.
        return ServerFrames.deliver(number, channel: 2)
            + ServerFrames.header(
                bodySize: 0, channel: 2, flags: 1 << 13, ServerFrames.bytes(UInt32(headers.count)) + headers)
    }

    /// Has a subscription consume over a connection of its own, on channel 2, where all answers and what follows them
    /// come in one turn.
    private func consuming(_ subscription: QueueSubscription, then frames: [UInt8]) throws -> Opened {
        let connection = try opened()
        subscription.attach(connection.handler)
        let answers =
            ServerFrames.channelOpenOk(2) + ServerFrames.method(.basicQosOk, channel: 2)
            + ServerFrames.method(.basicConsumeOk, channel: 2, ServerFrames.short("c"))
        try receive(answers + frames, connection.channel)
        return connection
    }

    @Test("what a turn that failed had seen before settles nothing on the next channel")
    func failedTurn() throws {
        let subscription = QueueSubscription(
            SubscriptionRequest(
                queue: "q", prefetch: 10, exclusive: false, arguments: ["x-stream-offset": .string("first")]),
            backoff: AMQPConfiguration(user: "u", password: "p").backoff, on: loop, logger: .quiet)
        let first = try consuming(subscription, then: delivery(1, offset: 5))
        subscription.settle(.acknowledge(upTo: DeliveryTag(epoch: subscription.state.epoch, number: 1)))
        first.channel.pipeline.fireChannelInactive()

        // The chunk's beginning comes again, and in the same turn something that ends the connection.
        let second = try consuming(subscription, then: delivery(1, offset: 5) + ServerFrames.ack(1, channel: 9))
        #expect(second.handler.failure?.code == .protocolViolation)

        let third = try consuming(subscription, then: delivery(1, offset: 6))
        #expect(third.handler.failure == nil && subscription.state.isActive)
        #expect(subscription.state.unsettled == 1)
        #expect(subscription.state.buffered == 1)
    }
}
