import Messaging
import NIOCore
import Testing

@testable import AMQP

@Suite("Delivery ledger and buffer")
struct DeliveryLedgerTests {
    private func ledger(_ count: UInt64) throws -> DeliveryLedger {
        var ledger = DeliveryLedger()
        for number in 1...count { try ledger.delivered(number: number, offset: Int64(number) + 99) }
        return ledger
    }

    @Test("a double ack is not sent twice")
    func doubleAck() throws {
        var ledger = try ledger(3)
        #expect(ledger.acknowledge(upTo: 2) == .ack(number: 2, multiple: true))
        #expect(ledger.acknowledge(upTo: 2) == nil)
        #expect(ledger.acknowledgeOne(1) == nil)
        #expect(ledger.reject(2) == nil)
        #expect(ledger.acknowledgeOne(3) == .ack(number: 3, multiple: false))
        #expect(ledger.unsettled == 0)
    }

    @Test("a number that was never delivered settles nothing", arguments: [0, 4, UInt64.max])
    func unknownNumber(number: UInt64) throws {
        var ledger = try ledger(3)
        #expect(ledger.acknowledge(upTo: number) == nil)
        #expect(ledger.acknowledgeOne(number) == nil)
        #expect(ledger.reject(number) == nil)
        #expect(ledger.unsettled == 3)
    }

    @Test("a delivery out of order is a protocol violation", arguments: [0, 3, 5, UInt64.max])
    func outOfOrder(number: UInt64) throws {
        var ledger = try ledger(3)
        #expect(throws: AMQPError.self) { try ledger.delivered(number: number) }
    }

    @Test("a stream is taken up behind the last delivery before which everything is settled")
    func resume() throws {
        var ledger = try ledger(4)
        #expect(ledger.resumeOffset == 100)
        _ = ledger.acknowledgeOne(2)
        #expect(ledger.resumeOffset == 100)
        _ = ledger.acknowledgeOne(1)
        #expect(ledger.resumeOffset == 102)
        _ = ledger.acknowledge(upTo: 4)
        #expect(ledger.resumeOffset == 104)
    }

    @Test("who asks late gets everything at once, who asks early waits for more")
    func waiting() {
        var buffer = DeliveryBuffer()
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        #expect(buffer.answer(limit: 10, within: .milliseconds(5), now: start) == .wait)
        for number in 1...3 as ClosedRange<UInt64> {
            buffer.arrived(
                Delivery(
                    tag: DeliveryTag(epoch: 1, number: number), exchange: "", routingKey: "",
                    properties: MessageProperties(), body: [], redelivered: false), at: start)
        }
        #expect(
            buffer.answer(limit: 10, within: .milliseconds(5), now: start + .milliseconds(1))
                == .waitUntil(start + .milliseconds(5)))
        #expect(buffer.answer(limit: 10, within: .milliseconds(5), now: start + .milliseconds(5)) == .take(3))
        #expect(buffer.answer(limit: 2, within: .milliseconds(5), now: start) == .take(2))
        #expect(buffer.take(2).map(\.tag.number) == [1, 2])
        #expect(buffer.take(1).map(\.tag.number) == [3])
        #expect(buffer.isEmpty)
    }
}
