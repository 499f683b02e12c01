import NIOCore
import NIOPosix
import Testing
import Wire

@testable import FaultProxy

@Suite("The proxy on real sockets")
struct ProxyTests {
    @Test("bytes go through both ways unharmed")
    func through() async throws {
        try await Rig.with { rig in
            try await rig.talk { client in
                try await client.write(ByteBuffer(repeating: 7, count: 300_000))
                #expect(try await client.read(300_000).readableBytes == 300_000)
            }
            let status = try await rig.status()
            #expect(status.contains(#""forwarded_bytes":600000"#))
        }
    }

    @Test("what the server did stays done when only its answer is dropped")
    func dropServer() async throws {
        try await Rig.with { rig in
            try await rig.order(#"{"do":"fault","strike":"drop_server","after_min":0,"linger_ms":50}"#)
            try await rig.talk { client in
                try await client.write(ByteBuffer(string: "commit"))
                #expect(try await client.ending().readableBytes == 0)
            }
            #expect(rig.heard == 6, "the server heard it all")
            #expect(try await rig.status().contains(#""dropped_bytes":6"#))
        }
    }

    @Test("a cut comes after exactly as many bytes as ordered")
    func cut() async throws {
        try await Rig.with { rig in
            try await rig.order(#"{"do":"fault","strike":"reset","after_min":4}"#)
            try await rig.talk { client in
                try await client.write(ByteBuffer(string: "123456"))
                // A reset may overtake what was sent before it; never more than ordered comes.
                #expect(try await client.ending().readableBytes <= 4)
            }
        }
    }

    @Test("a half-open connection goes on when the fault is cleared")
    func halfOpen() async throws {
        try await Rig.with { rig in
            try await rig.talk { client in
                try await client.write(ByteBuffer(string: "a"))
                #expect(try await client.read(1).readableBytes == 1)
                try await rig.order(#"{"do":"fault","strike":"half_open"}"#)
                try await client.write(ByteBuffer(string: "bc"))
                try await rig.order(#"{"do":"status"}"#)
                #expect(rig.heard == 1)
                try await rig.order(#"{"do":"clear"}"#)
                #expect(try await client.read(2).readableBytes == 2)
            }
        }
    }

    @Test("delay holds an answer back for at least as long as ordered")
    func delay() async throws {
        try await Rig.with { rig in
            try await rig.order(#"{"do":"fault","delay_ms":100}"#)
            let start = ContinuousClock.now
            try await rig.talk { client in
                try await client.write(ByteBuffer(string: "slow"))
                _ = try await client.read(4)
            }
            #expect(ContinuousClock.now - start >= .milliseconds(200), "once each way")
        }
    }

    @Test("a server that is not there is a reset, and another can take its place")
    func retarget() async throws {
        try await Rig.with { rig in
            try await rig.order(#"{"do":"retarget","upstream":"127.0.0.1:1"}"#)
            try await rig.talk { client in
                let rest = try await client.ending()
                #expect(rest.readableBytes == 0)
            }
            try await rig.order(#"{"do":"retarget","upstream":"127.0.0.1:\#(rig.echo)"}"#)
            try await rig.talk { client in
                try await client.write(ByteBuffer(string: "back"))
                #expect(try await client.read(4).readableBytes == 4)
            }
        }
    }

    @Test("an order that makes no sense is answered with the field at fault")
    func refused() async throws {
        try await Rig.with { rig in
            let answer = try await rig.send(#"{"do":"retarget","upstream":"nowhere"}"#)
            #expect(answer.contains(#""ok":false"#) && answer.contains("upstream"))
        }
    }
}
