import NIOCore
import Wire

/// The control port: a JSON object a line in, one out.
final class ControlHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// An order that is longer ends the connection.
    ///
    /// Units: bytes. Source: our choice.
    private static let longestLine = 65_536

    private let board: Switchboard
    private var line: [UInt8] = []

    init(_ board: Switchboard) {
        self.board = board
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard byte != UInt8(ascii: "\n") else {
                answer(context)
                line = []
                continue
            }
            line.append(byte)
        }
        if line.count > Self.longestLine { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ context: ChannelHandlerContext) {
        var writer = JSONWriter(reserving: 1024)
        writer.object { object in
            do {
                let order = try Order(parsing: line)
                object.field("ok", true)
                object.field("links", board.obey(order))
                if order == .status { board.describe(to: &object) }
            } catch {
                object.field("ok", false)
                object.field("error", "\(error)")
            }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: writer.bytes + [UInt8(ascii: "\n")])), promise: nil)
    }
}
