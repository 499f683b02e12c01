import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches over one connection: closes it when a head or a body takes too long, answers what can't be read with a
/// problem, and ends it so that the peer still reads the last answer.
///
/// Why: Hummingbird's idle timeout starts at the last whole part and is off by default; NIO's decoder closes without a
/// word on a header that is too long. Lives on the connection's event loop only.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long the peer may take to close its side after our last answer.
    static let lingering = TimeAmount.seconds(2)

    private let headTimeout: TimeAmount
    private let bodyTimeout: TimeAmount
    private let meters: ServerMetrics
    private let requestID: @Sendable () -> String
    private var state = ConnectionState()
    private var deadline: (kind: ConnectionState.Deadline, task: Scheduled<Void>)?

    init(settings: HTTPSettings, meters: ServerMetrics, requestID: @escaping @Sendable () -> String) {
        headTimeout = TimeAmount(settings.headTimeout)
        bodyTimeout = TimeAmount(settings.bodyTimeout)
        self.meters = meters
        self.requestID = requestID
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let watcher = ByteWatcher { [weak self] in self?.state.bytesArrived() }
        do {
            try context.pipeline.syncOperations.addHandler(watcher, position: .first)
        } catch {
            context.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.task.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.task.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            state.headRead(wantsClose: head.headerFields[.connection]?.lowercased() == "close")
            if Self.mayContinue(head) {
                context.writeAndFlush(wrapOutboundOut(.head(.init(status: .continue))), promise: nil)
            }
        case .body: break
        case .end: state.endRead()
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if state.isClosing {
            context.read()
        } else {
            adjustDeadline(context)
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.kind != .informational {
                state.answerBegan(closes: head.headerFields[.connection]?.lowercased() == "close")
            }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let closes = state.answerEnded()
            context.write(data, promise: promise)
            if closes { finish(context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A socket that broke has nobody left to answer.
        let isGone = error is IOError || error is ChannelError || (error as? HTTPParserError) == .invalidEOFState
        if isGone { return context.fireErrorCaught(error) }
        switch state.refused() {
        case .nothing: break
        case .closeAfterAnswer: context.fireErrorCaught(error)
        case .answer:
            let isTooLarge = (error as? HTTPParserError) == .headerOverflow
            refuse(
                context, isTooLarge ? .headTooLarge : .badRequest, reason: isTooLarge ? "head_too_large" : "malformed")
        }
    }

    /// Whether a caller that waits before it sends its body is told to go on; one with a longer body waits in vain and
    /// is then refused by its route.
    private static func mayContinue(_ head: HTTPRequest) -> Bool {
        head.headerFields[.expect]?.lowercased() == "100-continue"
            && (head.headerFields[.contentLength].flatMap { Int($0) } ?? 0) <= BodyKind.defaultLimit
    }

    private func adjustDeadline(_ context: ChannelHandlerContext) {
        let wanted = state.deadline
        guard wanted != (deadline?.kind ?? .none) else { return }
        deadline?.task.cancel()
        deadline = nil
        guard wanted != .none else { return }
        let after = wanted == .head ? headTimeout : bodyTimeout
        let task = context.eventLoop.assumeIsolated().scheduleTask(in: after) { [weak self] () -> Void in
            self?.deadlinePassed(context)
        }
        deadline = (wanted, task)
    }

    private func deadlinePassed(_ context: ChannelHandlerContext) {
        deadline = nil
        if state.refused() == .answer { refuse(context, .timeout, reason: "timeout") }
    }

    private func refuse(_ context: ChannelHandlerContext, _ problem: Problem, reason: String) {
        meters.connectionRefused(reason)
        let bytes = problem.body(requestID: requestID())
        var head = HTTPResponse(status: problem.status)
        head.headerFields = [
            .connection: "close", .contentType: "application/problem+json", .contentLength: "\(bytes.count)",
        ]
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        finish(context)
    }

    /// Sends what was written, closes our side, and gives the peer a moment to read it: closing at once while bytes of
    /// a long body are still on their way would take the answer with it.
    private func finish(_ context: ChannelHandlerContext) {
        deadline?.task.cancel()
        deadline = nil
        context.flush()
        context.close(mode: .output, promise: nil)
        context.read()
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
    }
}

/// Tells that bytes arrived, before anything has been made of them.
private final class ByteWatcher: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let arrived: () -> Void

    init(arrived: @escaping () -> Void) { self.arrived = arrived }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrived()
        context.fireChannelRead(data)
    }
}
