import Messaging

/// A method that the broker sent, copied out of the decoder's memory.
enum InboundMethod: Sendable, Hashable {
    case connectionStart(mechanisms: String, serverProperties: Headers)
    case connectionSecure
    case connectionTune(channelMax: UInt16, frameMax: UInt32, heartbeat: UInt16)
    case connectionOpenOk
    case connectionClose(ClosingReason)
    case connectionCloseOk
    case connectionBlocked(reason: String)
    case connectionUnblocked
    case channelOpenOk
    case channelFlow(active: Bool)
    case channelClose(ClosingReason)
    case channelCloseOk
    case exchangeDeclareOk
    case exchangeDeleteOk
    case queueDeclareOk(name: String, messages: UInt32, consumers: UInt32)
    case queueBindOk
    case queueUnbindOk
    case queuePurgeOk(messages: UInt32)
    case queueDeleteOk(messages: UInt32)
    case qosOk
    case consumeOk(consumerTag: String)
    /// The broker cancelled our consumer, e.g. because its queue was deleted.
    case cancel(consumerTag: String)
    case cancelOk(consumerTag: String)
    case returned(ReturnNotice)
    case deliver(DeliverNotice)
    case getOk(DeliverNotice)
    case getEmpty
    case ack(number: UInt64, multiple: Bool)
    case nack(number: UInt64, multiple: Bool)
    case confirmSelectOk

    var number: MethodNumber {
        switch self {
        case .connectionStart: .connectionStart
        case .connectionSecure: .connectionSecure
        case .connectionTune: .connectionTune
        case .connectionOpenOk: .connectionOpenOk
        case .connectionClose: .connectionClose
        case .connectionCloseOk: .connectionCloseOk
        case .connectionBlocked: .connectionBlocked
        case .connectionUnblocked: .connectionUnblocked
        case .channelOpenOk: .channelOpenOk
        case .channelFlow: .channelFlow
        case .channelClose: .channelClose
        case .channelCloseOk: .channelCloseOk
        case .exchangeDeclareOk: .exchangeDeclareOk
        case .exchangeDeleteOk: .exchangeDeleteOk
        case .queueDeclareOk: .queueDeclareOk
        case .queueBindOk: .queueBindOk
        case .queueUnbindOk: .queueUnbindOk
        case .queuePurgeOk: .queuePurgeOk
        case .queueDeleteOk: .queueDeleteOk
        case .qosOk: .basicQosOk
        case .consumeOk: .basicConsumeOk
        case .cancel: .basicCancel
        case .cancelOk: .basicCancelOk
        case .returned: .basicReturn
        case .deliver: .basicDeliver
        case .getOk: .basicGetOk
        case .getEmpty: .basicGetEmpty
        case .ack: .basicAck
        case .nack: .basicNack
        case .confirmSelectOk: .confirmSelectOk
        }
    }

    /// Whether a content header and body follow.
    var hasContent: Bool {
        switch self {
        case .returned, .deliver, .getOk: true
        default: false
        }
    }
}

/// Why the broker closes a connection or channel, and which method it blames.
struct ClosingReason: Sendable, Hashable {
    let replyCode: UInt16
    let text: String
    let method: MethodNumber?
}

/// The method part of a message that no queue took.
struct ReturnNotice: Sendable, Hashable {
    let replyCode: UInt16
    let text: String
    let exchange: String
    let routingKey: String
}

/// The method part of a delivery or of an answered get.
struct DeliverNotice: Sendable, Hashable {
    let number: UInt64
    let redelivered: Bool
    let exchange: String
    let routingKey: String
}

/// A content header: the message's properties and the size of the body that follows.
struct ContentHeader: Sendable, Hashable {
    /// The header that stands in place of headers too deep, too many or too malformed to decode.
    static let unreadableHeaders = "x-unreadable-headers"

    let bodySize: UInt64
    let properties: MessageProperties
}
