import Glibc
import NIOCore

/// One connection through a link: two sockets and what is under way between them.
///
/// Lives on one event loop, as all of the proxy does.
final class Relay {
    /// So much may be under way in one direction before its sender is no longer read.
    ///
    /// Units: bytes. Source: our choice.
    private static let window = 4 << 20

    /// What is under way in one direction.
    private struct Lane {
        var waiting: [(buffer: ByteBuffer, releaseAt: UInt64)] = []
        /// Kept by a fault that stopped the connection.
        var held: [ByteBuffer] = []
        var bytes = 0
        var isEnded = false
        var isScheduled = false
    }

    private let link: Link
    private let number: Int
    private let client: any Channel
    private var server: (any Channel)?
    private var script: Script
    private var lanes: [Side: Lane] = [.client: Lane(), .server: Lane()]
    private var isClosed = false

    init(link: Link, number: Int, client: any Channel, script: Script) {
        self.link = link
        self.number = number
        self.client = client
        self.script = script
    }

    /// The way to the server stands.
    func open(_ server: any Channel) {
        guard !isClosed else { return server.close(promise: nil) }
        self.server = server
        if script.isOver { return reset() }
        client.read()
        server.read()
    }

    /// Another fault holds from now on; what was held goes on under it.
    func follow(_ script: Script) {
        guard !isClosed else { return }
        self.script = script
        if script.isOver { return reset() }
        guard !script.isStalled else { return }
        for side in [Side.client, .server] {
            let held = lanes[side]?.held ?? []
            lanes[side]?.held = []
            for buffer in held { received(buffer, from: side) }
            channel(side)?.read()
            if lanes[side]?.isEnded == true { ended(side) }
        }
    }

    /// A chunk came from one end.
    func received(_ buffer: ByteBuffer, from side: Side) {
        guard !isClosed else { return }
        var buffer = buffer
        let now = NIODeadline.now().uptimeNanoseconds
        let step = script.receive(buffer.readableBytes, from: side, now: now)
        link.count.dropped += step.drop
        if let part = buffer.readSlice(length: step.forward), step.forward > 0 {
            lanes[side]?.bytes += step.forward
            lanes[side]?.waiting.append((part, step.releaseAt))
            release(side)
        }
        buffer.moveReaderIndex(forwardBy: step.drop)
        if buffer.readableBytes > 0 { lanes[side]?.held.append(buffer) }
        if let wait = step.resetAfterMs {
            guard wait > 0 else { return reset() }
            client.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(wait))) { self.reset() }
        }
    }

    /// All that was there to read has come.
    func readComplete(_ side: Side) {
        guard !isClosed, !script.isStalled, lanes[side].map({ $0.bytes < Self.window }) ?? false else { return }
        channel(side)?.read()
    }

    /// One end closed; the other follows when it has all that was sent.
    ///
    /// A stopped connection keeps its sockets.
    func ended(_ side: Side) {
        lanes[side]?.isEnded = true
        guard !isClosed, !script.isStalled, lanes[side]?.waiting.isEmpty ?? true else { return }
        close()
    }

    /// Both ends see a reset.
    func reset() {
        link.count.resets += isClosed ? 0 : 1
        for case let channel? in [client, server] {
            guard let socket = channel as? any SocketOptionProvider else { continue }
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
        }
        finish()
    }

    private func close() {
        client.close(promise: nil)
        server?.close(promise: nil)
        finish()
    }

    private func finish() {
        isClosed = true
        lanes = [:]
        link.forget(number)
    }

    /// Sends what is due, and comes back for the rest.
    private func release(_ side: Side) {
        guard !isClosed, var lane = lanes[side], !lane.isScheduled, let target = channel(side.other) else { return }
        let now = NIODeadline.now().uptimeNanoseconds
        var sent = 0
        while sent < lane.waiting.count, lane.waiting[sent].releaseAt <= now {
            let buffer = lane.waiting[sent].buffer
            lane.bytes -= buffer.readableBytes
            link.count.forwarded += buffer.readableBytes
            target.write(buffer, promise: nil)
            sent += 1
        }
        lane.waiting.removeFirst(sent)
        lane.isScheduled = !lane.waiting.isEmpty
        lanes[side] = lane
        if sent > 0 { target.flush() }
        if let next = lane.waiting.first {
            client.eventLoop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(next.releaseAt)) {
                self.lanes[side]?.isScheduled = false
                self.release(side)
            }
        } else if lane.isEnded {
            ended(side)
        } else if sent > 0 {
            readComplete(side)
        }
    }

    private func channel(_ side: Side) -> (any Channel)? { side == .client ? client : server }
}
