import Kernel
import Testing

@Suite struct HashTests {
    @Test(
        "FNV-1a gives the published values",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325 as UInt64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ])
    func published(text: String, hash: UInt64) {
        #expect(FNV1a.hash64(text.utf8) == hash)
    }

    @Test("a partition is fixed by the sixteen bytes")
    func partition() throws {
        let id = try #require(Identifier<Never>("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        #expect(FNV1a.partition(of: id, count: 16) == 12)
        #expect(FNV1a.partition(of: id, count: 7) == 6)
        #expect(FNV1a.partition(of: id, count: 1) == 0)
    }

    @Test("identifiers spread evenly over partitions")
    func spread() {
        var generator = SplitMix64(seed: 7)
        var counts = [Int](repeating: 0, count: 16)
        for millisecond in 0..<16_000 {
            let id = Identifier<Never>.v7(
                at: Timestamp(microseconds: 1_795_000_000_000_000 + Int64(millisecond) * 1_000),
                random: (generator.next(), generator.next()))
            counts[FNV1a.partition(of: id, count: 16)] += 1
        }
        #expect(counts.allSatisfy { (850...1_150).contains($0) })
    }

    @Test("a seed gives the published sequence")
    func splitMix() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
        for number in expected { #expect(generator.next() == number) }
    }

    @Test("versions count up from nothing")
    func versions() {
        #expect(Version.initial.next().next() == Version(value: 2))
        #expect(Version.initial < Version.initial.next())
    }
}
