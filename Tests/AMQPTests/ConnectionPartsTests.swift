import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("Parts of a connection")
struct ConnectionPartsTests {
    private let deliver = InboundMethod.deliver(
        DeliverNotice(number: 1, redelivered: false, exchange: "", routingKey: "q"))

    @Test("content in pieces comes out whole")
    func assembly() throws {
        var assembly = ContentAssembly(largestBody: 5)
        assembly.begin(deliver)
        #expect(try assembly.header(ContentHeader(bodySize: 5, properties: MessageProperties())) == nil)
        #expect(try assembly.body(ByteBufferView(ByteBuffer(bytes: [1, 2]))) == nil)
        #expect(!assembly.isIdle)
        let content = try assembly.body(ByteBufferView(ByteBuffer(bytes: [3, 4, 5])))
        #expect(content?.body == [1, 2, 3, 4, 5])
        #expect(assembly.isIdle)
    }

    @Test("frames of a content out of turn are protocol violations")
    func outOfTurn() throws {
        let header = ContentHeader(bodySize: 2, properties: MessageProperties())
        let piece = ByteBufferView(ByteBuffer(bytes: [1, 2, 3]))
        var idle = ContentAssembly(largestBody: 5)
        #expect(throws: AMQPError.self) { try idle.header(header) }
        #expect(throws: AMQPError.self) { try idle.body(piece) }
        var begun = ContentAssembly(largestBody: 5)
        begun.begin(deliver)
        #expect(throws: AMQPError.self) { try begun.body(piece) }
        _ = try begun.header(header)
        #expect(throws: AMQPError.self) { try begun.header(header) }
        #expect(throws: AMQPError.self) { try begun.body(piece) }
    }

    @Test("an announced body beyond belief is refused and takes no memory")
    func hugeBody() {
        var assembly = ContentAssembly(largestBody: 5)
        assembly.begin(deliver)
        let header = ContentHeader(bodySize: .max, properties: MessageProperties())
        let error = #expect(throws: AMQPError.self) { try assembly.header(header) }
        #expect(error?.code == .bodyTooLarge)
    }

    @Test("a reply is matched to the method that was asked, in order")
    func replies() throws {
        var queue = RPCQueue()
        queue.sent(1, expecting: [.basicQosOk])
        queue.sent(2, expecting: [.basicConsumeOk])
        #expect(throws: AMQPError.self) { try queue.answered(by: .basicConsumeOk) }
        #expect(try queue.answered(by: .basicQosOk) == 1)
        #expect(try queue.answered(by: .basicConsumeOk) == 2)
        #expect(throws: AMQPError.self) { try queue.answered(by: .basicQosOk) }
    }

    @Test("a peer silent for two intervals is dead, one that speaks is not")
    func heartbeat() {
        var heartbeat = Heartbeat()
        #expect((0..<3).map { _ in heartbeat.tick().peerIsDead } == [false, false, false])
        heartbeat.noteRead()
        #expect((0..<5).map { _ in heartbeat.tick().peerIsDead } == [false, false, false, false, true])
    }

    @Test("a heartbeat is due only after half an interval without a write")
    func heartbeatDue() {
        var heartbeat = Heartbeat()
        heartbeat.noteWrite()
        #expect(heartbeat.tick() == Heartbeat.Due(send: false, peerIsDead: false))
        #expect(heartbeat.tick().send)
    }

    @Test("bytes taken for a write are gone before the write can call back")
    func outboundBuffer() throws {
        var buffer = OutboundBuffer()
        _ = try buffer.append { bytes in bytes.writeInteger(1 as UInt8) }
        #expect(buffer.take()?.readableBytes == 1)
        #expect(buffer.take() == nil)
    }
}
