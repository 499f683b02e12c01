import Kernel
import Testing

private enum Thing {}
private typealias ThingID = Identifier<Thing>

private struct FixedTime: TimeSource {
    let moment: Timestamp
    func now() -> Timestamp { moment }
}

private struct FixedBits: RandomSource {
    func next() -> UInt64 { .max }
}

@Suite struct IdentifierTests {
    @Test("the canonical text is read in either case and written in lower case")
    func canonicalText() throws {
        let id = try #require(ThingID("6BA7B810-9dad-11D1-80b4-00c04fd430c8"))
        #expect(id.high == 0x6ba7_b810_9dad_11d1)
        #expect(id.low == 0x80b4_00c0_4fd4_30c8)
        #expect(id.description == "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
        #expect(ThingID(id.description) == id)
    }

    @Test(
        "no other form is an identifier",
        arguments: [
            "", "6ba7b810", "6ba7b8109dad11d180b400c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c", "6ba7b810-9dad-11d1-80b4-00c04fd430c8 ",
            "6ba7b810-9dad-11d1-80b4_00c04fd430c8", "6ba7b81g-9dad-11d1-80b4-00c04fd430c8",
            "６ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b8109-dad-11d1-80b4-00c04fd430c8",
            "6ba7b810-9dad-11d1-80b4-00c04fd43\u{E9}8",
        ])
    func otherTexts(text: String) {
        #expect(ThingID(text) == nil)
    }

    @Test("sixteen bytes go out and come back, and any other count is refused")
    func bytes() throws {
        let id = ThingID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
        #expect(id.bytes == Array(1...16))
        #expect(ThingID(bytes: id.bytes) == id)
        #expect(ThingID(bytes: id.bytes.dropLast()) == nil)
        #expect(ThingID(bytes: id.bytes + [0]) == nil)
        #expect(ThingID(bytes: [UInt8]()) == nil)
    }

    @Test("identifiers are ordered by their bytes")
    func order() {
        let ids = [(0, 2), (0, UInt64.max), (1, 0), (UInt64.max, 0)].map { ThingID(high: $0.0, low: $0.1) }
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids.shuffled().sorted { $0.description < $1.description } == ids)
    }

    @Test("a version 7 identifier holds its millisecond, carries its random bits and has the right marks")
    func version7() {
        let moment = Timestamp(microseconds: 1_645_557_742_000_999)
        // The example of RFC 9562, appendix A.6.
        let id = ThingID.v7(at: moment, random: (0xCC3, 0x18C4_DC0C_0C07_398F))
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(id.version == 7)
        #expect(id.timestamp == Timestamp(microseconds: 1_645_557_742_000_000))
        let full = ThingID.v7(at: moment, random: (.max, .max))
        #expect(full.description == "017f22e2-79b0-7fff-bfff-ffffffffffff")
    }

    @Test("a later millisecond gives a greater identifier whatever the random bits")
    func version7Order() {
        let early = ThingID.v7(at: Timestamp(microseconds: 5_999), random: (.max, .max))
        let late = ThingID.v7(at: Timestamp(microseconds: 6_000), random: (0, 0))
        #expect(early < late)
        #expect(ThingID.v7(at: Timestamp(microseconds: .min), random: (0, 0)).timestamp == .zero)
        #expect(ThingID.v7(at: Timestamp(microseconds: .max), random: (0, 0)) > late)
    }

    @Test("only version 7 holds a time")
    func otherVersions() {
        #expect(ThingID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")?.timestamp == nil)
        #expect(ThingID("017f22e2-79b0-7cc3-18c4-dc0c0c07398f")?.timestamp == nil)
    }

    @Test("a derived identifier depends on name and namespace and on nothing else")
    func derived() throws {
        let namespace = try #require(ThingID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        let id = ThingID.derived(from: "round:1", in: namespace)
        #expect(id.description == "6ba7b810-9dad-80d0-9fdc-85a65568c2c9")
        #expect(id.version == 8)
        #expect(id == ThingID.derived(from: "round:1", in: namespace.retagged(as: Int.self)))
        #expect(id != ThingID.derived(from: "round:2", in: namespace))
        #expect(id != ThingID.derived(from: "round:1", in: id))
        // Orders of requests lie in the order of the requests.
        #expect(id.high >> 16 == namespace.high >> 16)
        #expect(ThingID.derived(from: "offer", in: id).high >> 16 == namespace.high >> 16)
    }

    @Test("another tag keeps the bytes")
    func retagging() {
        let id = ThingID(high: 1, low: 2)
        let other: Identifier<String> = id.retagged()
        #expect(other.high == 1)
        #expect(other.low == 2)
    }

    @Test("a source dates identifiers by its clock and fills them from its random bits")
    func source() {
        let source = IdentifierSource(time: FixedTime(moment: Timestamp(microseconds: 7_000)), random: FixedBits())
        let id: ThingID = source.next()
        #expect(id.timestamp == Timestamp(microseconds: 7_000))
        #expect(id.low == 0xBFFF_FFFF_FFFF_FFFF)
    }

    @Test("the system's random bits do not repeat")
    func systemBits() {
        let source = SystemRandomSource()
        #expect(Set((0..<1_000).map { _ in source.next() }).count == 1_000)
    }
}
