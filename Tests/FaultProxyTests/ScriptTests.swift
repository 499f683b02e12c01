import Testing

@testable import FaultProxy

@Suite("The script of a connection")
struct ScriptTests {
    private func script(_ fault: Fault, seed: UInt64 = 1, connection: Int = 1) -> Script {
        Script(fault: fault, seed: seed, link: "intake.postgres", connection: connection, generation: 1)
    }

    private func struck(_ kind: Strike.Kind, after bytes: Int, linger: Int = 200) -> Fault {
        Fault(strike: Strike(kind: kind, after: bytes...bytes, lingerMs: linger))
    }

    @Test("without a fault every byte goes on at once")
    func plain() {
        var script = script(.none)
        #expect(script.receive(100, from: .client, now: 5) == Script.Step(forward: 100, releaseAt: 5))
        #expect(script.receive(7, from: .server, now: 6) == Script.Step(forward: 7, releaseAt: 6))
    }

    @Test("only the server's bytes vanish, from the very byte on, and the reset comes once and later")
    func dropServer() {
        var script = script(struck(.dropServer, after: 10, linger: 300))
        #expect(script.receive(8, from: .server, now: 0) == Script.Step(forward: 8, releaseAt: 0))
        #expect(script.receive(500, from: .client, now: 1) == Script.Step(forward: 500, releaseAt: 1))
        #expect(
            script.receive(8, from: .server, now: 2)
                == Script.Step(forward: 2, releaseAt: 2, drop: 6, resetAfterMs: 300))
        #expect(script.receive(500, from: .client, now: 3) == Script.Step(forward: 500, releaseAt: 3))
        #expect(script.receive(9, from: .server, now: 4) == Script.Step(forward: 0, releaseAt: 4, drop: 9))
    }

    @Test("a connection is cut after the very byte")
    func reset() {
        var script = script(struck(.reset, after: 10))
        #expect(!script.isOver)
        #expect(
            script.receive(16, from: .server, now: 0)
                == Script.Step(forward: 10, releaseAt: 0, drop: 6, resetAfterMs: 0))
        #expect(script.isOver)
    }

    @Test("a half-open connection forwards nothing and drops nothing")
    func halfOpen() {
        var script = script(struck(.halfOpen, after: 0))
        #expect(script.isStalled)
        #expect(script.receive(16, from: .client, now: 0) == Script.Step(forward: 0, releaseAt: 0))
    }

    @Test("delay keeps the order and throttling adds up")
    func shaping() {
        var script = script(Fault(shaping: Shaping(delayMs: 10, jitterMs: 50, bytesPerSecond: 1_000)))
        var last: UInt64 = 0
        for chunk in 1...50 {
            let step = script.receive(10, from: .client, now: UInt64(chunk))
            // Ten bytes at a thousand a second take ten milliseconds.
            #expect(step.releaseAt >= last + 10_000_000)
            last = step.releaseAt
        }
        #expect(last >= 510_000_000)
    }

    @Test("the same seed strikes the same connections at the same byte, and another seed others")
    func seeded() {
        let fault = Fault(strike: Strike(kind: .reset, after: 0...100_000, share: 50))
        func strikes(_ seed: UInt64) -> [Int?] {
            (1...200).map { script(fault, seed: seed, connection: $0).strikeAfter }
        }
        #expect(strikes(7) == strikes(7))
        #expect(strikes(7) != strikes(8))
        let struck = strikes(7).compactMap(\.self).count
        #expect((70...130).contains(struck), "about half of 200, not \(struck)")
    }

    @Test("a share of none strikes nobody", arguments: Strike.Kind.allCases)
    func spared(_ kind: Strike.Kind) {
        let fault = Fault(strike: Strike(kind: kind, share: 0))
        for connection in 1...100 { #expect(script(fault, connection: connection).strikeAfter == nil) }
    }
}
