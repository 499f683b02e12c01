import FieldEncryption
import Kernel
import Testing

@Suite("The blind index of an encrypted column")
struct BlindIndexTests {
    private static func keys(_ versions: [UInt8: UInt8]) throws -> FieldKeys {
        try FieldKeys(versions.mapValues { seed in (0..<32).map { seed &+ $0 } })
    }

    @Test("equal values have equal digests of 16 bytes")
    func equal() throws {
        let keys = try Self.keys([1: 7])
        let one = try BlindIndex(keys, column: "requester.phone").index("+8613800138000")
        let two = try BlindIndex(keys, column: "requester.phone").index("+8613800138000")
        #expect(one == two)
        #expect(one.count == BlindIndex.length)
    }

    @Test("different values have different digests")
    func different() throws {
        let index = try BlindIndex(Self.keys([1: 7]), column: "requester.phone")
        let digests = Set((0..<1_000).map { index.index("+861380013\($0)") })
        #expect(digests.count == 1_000)
    }

    @Test("the same value has unrelated digests in different columns")
    func columns() throws {
        let keys = try Self.keys([1: 7])
        let phone = try BlindIndex(keys, column: "requester.phone").index("+8613800138000")
        let tail = try BlindIndex(keys, column: "requester.phone_tail").index("+8613800138000")
        #expect(phone != tail)
    }

    @Test("the same value has unrelated digests under different keys")
    func secrets() throws {
        let one = try BlindIndex(Self.keys([1: 7]), column: "requester.phone").index("+8613800138000")
        let two = try BlindIndex(Self.keys([1: 8]), column: "requester.phone").index("+8613800138000")
        #expect(one != two)
    }

    @Test("during a rotation the old digest is among those to look for, after the new one")
    func rotation() throws {
        let old = try BlindIndex(Self.keys([1: 7]), column: "requester.phone").index("+8613800138000")
        let index = try BlindIndex(Self.keys([1: 7, 2: 9]), column: "requester.phone")
        let digests = index.digests("+8613800138000")
        #expect(digests.count == 2)
        #expect(digests.first == index.index("+8613800138000"))
        #expect(digests.last == old)
        #expect(digests.first != digests.last)
    }
}
