import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Watches over one connection: closes it when a head or a body takes too long or an answer is not read, answers what
/// can't be read with a problem, and ends it so that the peer still reads the last answer.
///
/// Why: Hummingbird's idle timeout starts at the last whole part, is off by default, and does not run while an answer is
/// being written; NIO's decoder closes without a word on a header that is too long. Lives on the connection's event
/// loop only.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long the peer may take to close its side after our last answer.
    static let lingering = TimeAmount.seconds(2)

    /// How long a connection of the reserve may take to say that it asks for the service's health.
    static let reserveTimeout = TimeAmount.seconds(2)

    /// `TCP_USER_TIMEOUT`: how long written bytes may stay unacknowledged before the system ends the connection, those
    /// included that a peer with a closed window never asks for.
    ///
    /// Source: tcp(7), linux/tcp.h.
    private static let userTimeout = NIOBSDSocket.Option(rawValue: 18)

    private let bodyTimeout: TimeAmount
    private let writeTimeout: TimeAmount
    private let admission: Admission
    private let meters: ServerMetrics
    private let requestID: @Sendable () -> String
    private var headTimeout: TimeAmount
    private var state = ConnectionState()
    private var deadline: (kind: ConnectionState.Deadline, task: Scheduled<Void>)?
    private var writeDeadline: Scheduled<Void>?
    private var opened: (verdict: AdmissionState.ConnectionVerdict, address: String)?
    private let watcher = ByteWatcher()

    init(
        settings: HTTPSettings, admission: Admission, meters: ServerMetrics,
        requestID: @escaping @Sendable () -> String
    ) {
        headTimeout = TimeAmount(settings.headTimeout)
        bodyTimeout = TimeAmount(settings.bodyTimeout)
        writeTimeout = TimeAmount(settings.writeTimeout)
        self.admission = admission
        self.meters = meters
        self.requestID = requestID
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watcher.arrived = { [weak self] in self?.state.bytesArrived() }
        do {
            try context.pipeline.syncOperations.addHandler(watcher, position: .first)
            try context.channel.syncOptions?.setOption(
                .tcpOption(Self.userTimeout), value: Int(3 * writeTimeout.nanoseconds / 1_000_000))
        } catch {
            return context.close(promise: nil)
        }
        if context.channel.isActive { admit(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelDeadlines() }

    func channelActive(context: ChannelHandlerContext) {
        if opened == nil { admit(context) }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelDeadlines()
        if let opened, opened.verdict != .refused { admission.connectionClosed(from: opened.address) }
        opened = nil
        context.fireChannelInactive()
    }

    private func admit(_ context: ChannelHandlerContext) {
        let address = context.channel.remoteAddress?.ipAddress ?? ""
        let verdict = admission.connectionOpened(from: address)
        opened = (verdict, address)
        switch verdict {
        case .served: break
        case .healthOnly:
            headTimeout = min(headTimeout, Self.reserveTimeout)
            state.bytesArrived()
            adjustDeadline(context)
        case .refused:
            meters.refused("connections")
            context.close(promise: nil)
        }
    }

    private func cancelDeadlines() {
        deadline?.task.cancel()
        deadline = nil
        writeDeadline?.cancel()
        writeDeadline = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let isReserve = opened?.verdict == .healthOnly
            guard !isReserve || (head.path ?? "").hasPrefix(SystemEndpoints.healthPrefix) else {
                if state.refused() == .answer { refuse(context, .unavailable(retryAfterSeconds: 1), reason: "reserve") }
                return
            }
            state.headRead(wantsClose: isReserve || head.headerFields[.connection]?.lowercased() == "close")
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

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            writeDeadline?.cancel()
            writeDeadline = nil
        } else if writeDeadline == nil {
            state.writingStalled(afterBytes: bytesSent(context))
            scheduleWriteDeadline(context)
        }
        context.fireChannelWritabilityChanged()
    }

    private func scheduleWriteDeadline(_ context: ChannelHandlerContext) {
        writeDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: writeTimeout) { [weak self] () -> Void in
            self?.writeDeadlinePassed(context)
        }
    }

    private func writeDeadlinePassed(_ context: ChannelHandlerContext) {
        writeDeadline = nil
        guard !context.channel.isWritable else { return }
        if state.mayGoOnWriting(afterBytes: bytesSent(context)) { return scheduleWriteDeadline(context) }
        meters.refused("unread")
        context.close(promise: nil)
    }

    /// The bytes that the system has taken for the peer.
    private func bytesSent(_ context: ChannelHandlerContext) -> Int {
        do {
            return watcher.written - (try context.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0)
        } catch {
            // A channel that cannot say what it holds is closed already.
            return watcher.written
        }
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

    /// Whether a caller that waits before it sends its body gets 100 Continue; one with a longer body waits in vain and
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
        meters.refused(reason)
        let bytes = problem.body(requestID: requestID())
        var head = HTTPResponse(status: problem.status, headerFields: problem.headers)
        head.headerFields[.connection] = "close"
        head.headerFields[.contentType] = "application/problem+json"
        head.headerFields[.contentLength] = "\(bytes.count)"
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

/// Counts bytes at the socket's side of the pipeline: says that some arrived before anything has been made of them, and
/// how many were written.
private final class ByteWatcher: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    var arrived: () -> Void = {}
    private(set) var written = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrived()
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        written += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }
}
