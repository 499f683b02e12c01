import NIOCore
import NIOPosix

/// A client's end of a connection.
struct Peer {
    private let writer: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let reader: Reader

    /// Keeps what came and was not asked for yet.
    private final class Reader {
        var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        var rest = ByteBuffer()

        init(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) {
            self.inbound = inbound.makeAsyncIterator()
        }
    }

    static func with(port: Int, loop: any EventLoop, _ body: (Peer) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: loop)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await body(Peer(writer: outbound, reader: Reader(inbound)))
        }
    }

    func write(_ buffer: ByteBuffer) async throws { try await writer.write(buffer) }

    /// So many bytes, or fewer at the end of the connection.
    func read(_ count: Int) async throws -> ByteBuffer {
        try await gather { $0.readableBytes >= count }
    }

    /// Everything up to the next line feed.
    func line() async throws -> ByteBuffer {
        try await gather { $0.readableBytesView.contains(UInt8(ascii: "\n")) }
    }

    /// Everything up to the end of the connection, however it ends.
    func ending() async throws -> ByteBuffer {
        do {
            return try await gather { _ in false }
        } catch is IOError {
            return reader.rest
        }
    }

    private func gather(_ isEnough: (ByteBuffer) -> Bool) async throws -> ByteBuffer {
        while !isEnough(reader.rest), var part = try await reader.inbound.next(isolation: #isolation) {
            reader.rest.writeBuffer(&part)
        }
        defer { reader.rest = ByteBuffer() }
        return reader.rest
    }
}
