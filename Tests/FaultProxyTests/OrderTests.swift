import Testing
import Wire

@testable import FaultProxy

@Suite("Orders over the control port")
struct OrderTests {
    @Test("a fault is read with its bounds")
    func fault() throws {
        let line =
            #"{"do":"fault","link":"*.postgres","delay_ms":5,"strike":"drop_server","after_min":10,"after_max":20,"share":30}"#
        let strike = Strike(kind: .dropServer, after: 10...20, share: 30)
        let expected = Order.fault(LinkPattern("*.postgres"), Fault(shaping: Shaping(delayMs: 5), strike: strike))
        #expect(try Order(parsing: Array(line.utf8)) == expected)
    }

    @Test(
        "what makes no sense is refused",
        arguments: [
            #"{}"#, #"{"do":"explode"}"#, #"{"do":"fault","strike":"gently"}"#, #"{"do":"fault","delay_ms":-1}"#,
            #"{"do":"fault","strike":"reset","after_min":9,"after_max":8}"#,
            #"{"do":"fault","share":101,"strike":"reset"}"#,
            #"{"do":"retarget","upstream":"192.0.2.1:5432"}"#, #"{"do":"retarget","upstream":"127.0.0.1:70000"}"#, "x",
        ])
    func refused(_ line: String) {
        #expect(throws: WireError.self) { try Order(parsing: Array(line.utf8)) }
    }

    @Test(
        "a pattern names one link, or all that begin or end alike",
        arguments: [
            ("*", "intake.amqp", true), ("*.amqp", "intake.amqp", true), ("*.amqp", "intake.postgres", false),
            ("intake.*", "intake.amqp", true), ("intake.*", "dispatch.amqp", false),
            ("intake.amqp", "intake.amqp", true),
        ])
    func pattern(_ text: String, _ name: String, _ matches: Bool) {
        #expect(LinkPattern(text).matches(name) == matches)
    }

    @Test("a link leads to the loopback alone")
    func upstream() {
        #expect(Upstream("25432")?.description == "127.0.0.1:25432")
        #expect(Upstream("127.0.0.2:1")?.description == "127.0.0.2:1")
        #expect(Upstream("example.org:5432") == nil)
        #expect(Upstream("0") == nil)
        #expect(Switchboard.Plan("intake.amqp=0>5672")?.upstream.port == 5672)
        #expect(Switchboard.Plan("intake.amqp") == nil)
    }
}
