import Testing

@testable import AMQP

@Suite("Confirm ring")
struct ConfirmRingTests {
    private func ring(_ count: Int) -> ConfirmRing<Int> {
        var ring = ConfirmRing<Int>()
        for number in 1...count { ring.published(number) }
        return ring
    }

    private func answered(_ ring: inout ConfirmRing<Int>, _ number: UInt64, multiple: Bool = false) throws -> [Int] {
        var settled: [Int] = []
        try ring.answered(number: number, multiple: multiple) { entry, _ in settled.append(entry) }
        return settled
    }

    @Test("a multiple ack answers for everything up to its number, once")
    func multiple() throws {
        var ring = ring(5)
        #expect(try answered(&ring, 2) == [2])
        #expect(try answered(&ring, 4, multiple: true) == [1, 3, 4])
        #expect(try answered(&ring, 4, multiple: true) == [])
        #expect(ring.outstanding == 1)
        #expect(ring.span == 1)
        #expect(ring.abandon() == [5])
    }

    @Test("a multiple ack of zero answers for everything so far")
    func zero() throws {
        var ring = ring(3)
        #expect(try answered(&ring, 0, multiple: true) == [1, 2, 3])
        #expect(try answered(&ring, 0, multiple: true) == [])
    }

    @Test("acks out of order keep the window counted right")
    func outOfOrder() throws {
        var ring = ring(4)
        #expect(try answered(&ring, 3) == [3])
        #expect(ring.outstanding == 3)
        #expect(ring.span == 4)
        #expect(try answered(&ring, 1) == [1])
        #expect(ring.span == 3)
        #expect(try answered(&ring, 2) == [2])
        #expect(ring.span == 1)
    }

    @Test("a number never published is a protocol violation, a repeated one is ignored", arguments: [4, 5, UInt64.max])
    func unknownNumber(number: UInt64) throws {
        var ring = ring(3)
        for multiple in [true, false] {
            #expect(throws: AMQPError.self) { try answered(&ring, number, multiple: multiple) }
        }
        #expect(throws: AMQPError.self) { try answered(&ring, 0) }
        #expect(try answered(&ring, 1) == [1])
        #expect(try answered(&ring, 1) == [])
        #expect(ring.outstanding == 2)
    }

    @Test("an empty ring survives any number")
    func empty() {
        var ring = ConfirmRing<Int>()
        #expect(throws: Never.self) { try answered(&ring, 0, multiple: true) }
        #expect(throws: AMQPError.self) { try answered(&ring, 1, multiple: true) }
        #expect(throws: AMQPError.self) { try answered(&ring, .max) }
    }

    @Test("a returned message is known as such when its ack comes")
    func returned() throws {
        var ring = ring(3)
        #expect(ring.returned { $0 == 2 } == 2)
        #expect(ring.returned { $0 == 2 } == nil)
        var flags: [Bool] = []
        try ring.answered(number: 3, multiple: true) { _, wasReturned in flags.append(wasReturned) }
        #expect(flags == [false, true, false])
    }

    @Test("returns of equal messages are matched one after the other")
    func equalReturns() {
        var ring = ConfirmRing<(Int, String)>()
        for number in 1...3 { ring.published((number, "same")) }
        #expect((1...3).map { _ in ring.returned { $0.1 == "same" }?.0 } == [1, 2, 3])
        #expect(ring.returned { $0.1 == "same" }?.0 == nil)
    }

    @Test("after a new channel the numbers start again at one")
    func abandon() throws {
        var ring = ring(3)
        _ = try answered(&ring, 2)
        #expect(ring.abandon() == [1, 3])
        ring.published(9)
        #expect(try answered(&ring, 1) == [9])
    }
}
