import Messaging

/// A method that we send; publishing has its own way, through ``FrameEncoder/publish(_:channel:into:)``.
enum OutboundMethod: Sendable, Hashable {
    case connectionStartOk(clientProperties: Headers, response: [UInt8])
    case connectionTuneOk(channelMax: UInt16, frameMax: UInt32, heartbeat: UInt16)
    case connectionOpen(virtualHost: String)
    case connectionClose(replyCode: UInt16, text: String)
    case connectionCloseOk
    case channelOpen
    case channelFlowOk(active: Bool)
    case channelClose(replyCode: UInt16, text: String)
    case channelCloseOk
    case exchangeDeclare(name: String, kind: String, passive: Bool, arguments: Headers)
    case exchangeDelete(name: String)
    case queueDeclare(name: String, passive: Bool, arguments: Headers)
    case queueBind(queue: String, exchange: String, routingKey: String)
    case queueUnbind(queue: String, exchange: String, routingKey: String)
    case queuePurge(name: String)
    case queueDelete(name: String)
    case qos(prefetch: UInt16)
    case consume(queue: String, consumerTag: String, exclusive: Bool, arguments: Headers)
    case cancel(consumerTag: String)
    case get(queue: String)
    case ack(number: UInt64, multiple: Bool)
    case reject(number: UInt64, requeue: Bool)
    case confirmSelect

    var number: MethodNumber {
        switch self {
        case .connectionStartOk: .connectionStartOk
        case .connectionTuneOk: .connectionTuneOk
        case .connectionOpen: .connectionOpen
        case .connectionClose: .connectionClose
        case .connectionCloseOk: .connectionCloseOk
        case .channelOpen: .channelOpen
        case .channelFlowOk: .channelFlowOk
        case .channelClose: .channelClose
        case .channelCloseOk: .channelCloseOk
        case .exchangeDeclare: .exchangeDeclare
        case .exchangeDelete: .exchangeDelete
        case .queueDeclare: .queueDeclare
        case .queueBind: .queueBind
        case .queueUnbind: .queueUnbind
        case .queuePurge: .queuePurge
        case .queueDelete: .queueDelete
        case .qos: .basicQos
        case .consume: .basicConsume
        case .cancel: .basicCancel
        case .get: .basicGet
        case .ack: .basicAck
        case .reject: .basicReject
        case .confirmSelect: .confirmSelect
        }
    }
}
