import FieldEncryption
import Kernel
import Testing

@Suite("The cipher of encrypted columns")
struct FieldCipherTests {
    private enum RowTag {}
    private static let row = Identifier<RowTag>(high: 1, low: 2)
    private static let other = Identifier<RowTag>(high: 1, low: 3)
    private static let column = "requester.phone"

    private static func secret(_ seed: UInt8) -> [UInt8] { (0..<32).map { seed &+ $0 } }

    private static func cipher(_ versions: [UInt8: UInt8] = [1: 7]) throws -> FieldCipher {
        try FieldCipher(FieldKeys(versions.mapValues { secret($0) }))
    }

    private static func code(_ body: () throws -> Void) -> FieldEncryptionError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? FieldEncryptionError)?.code
        }
    }

    @Test("what was sealed opens again", arguments: ["", "13800138000", "嘉兴市南湖区中山路1号", "𠀀👨‍👩‍👧"])
    func roundTrip(text: String) throws {
        let cipher = try Self.cipher()
        let sealed = try cipher.seal(text, row: Self.row, column: Self.column)
        #expect(sealed.count == text.utf8.count + FieldCipher.overhead)
        #expect(try cipher.openText(sealed, row: Self.row, column: Self.column) == text)
    }

    @Test("the same text sealed twice looks different")
    func nonces() throws {
        let cipher = try Self.cipher()
        let sealed = try (0..<100).map { _ in try cipher.seal("13800138000", row: Self.row, column: Self.column) }
        #expect(Set(sealed).count == 100)
    }

    @Test("a sealed value does not hold its text")
    func hidden() throws {
        let sealed = try Self.cipher().seal("13800138000", row: Self.row, column: Self.column)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("138"))
    }

    @Test("a value that was moved to another row does not open")
    func movedRow() throws {
        let cipher = try Self.cipher()
        let sealed = try cipher.seal("张三", row: Self.row, column: Self.column)
        #expect(Self.code { _ = try cipher.open(sealed, row: Self.other, column: Self.column) } == .notAuthentic)
    }

    @Test("a value that was moved to another column does not open")
    func movedColumn() throws {
        let cipher = try Self.cipher()
        let sealed = try cipher.seal("张三", row: Self.row, column: Self.column)
        #expect(Self.code { _ = try cipher.open(sealed, row: Self.row, column: "requester.name") } == .notAuthentic)
    }

    @Test("a value with any one bit changed does not open")
    func tampered() throws {
        let cipher = try Self.cipher([1: 7, 0: 7, 3: 7, 5: 7])
        let sealed = try cipher.seal("张三", row: Self.row, column: Self.column)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                let code = Self.code { _ = try cipher.open(changed, row: Self.row, column: Self.column) }
                #expect(code == .notAuthentic || (index == 0 && code == .unknownVersion))
            }
        }
    }

    @Test("a value that is cut does not open", arguments: [0, 1, 12, 28])
    func cut(length: Int) throws {
        let cipher = try Self.cipher()
        let sealed = try cipher.seal("", row: Self.row, column: Self.column)
        #expect(
            Self.code { _ = try cipher.open(Array(sealed.prefix(length)), row: Self.row, column: Self.column) }
                == .malformed)
    }

    @Test("a value whose key version is gone says which one")
    func unknownVersion() throws {
        let sealed = try Self.cipher([2: 9]).seal("张三", row: Self.row, column: Self.column)
        do {
            _ = try Self.cipher([1: 7]).open(sealed, row: Self.row, column: Self.column)
            Issue.record("opened without its key")
        } catch {
            #expect((error as? FieldEncryptionError)?.code == .unknownVersion)
            #expect((error as? FieldEncryptionError)?.version == 2)
        }
    }

    @Test("the same version with another secret does not open")
    func otherSecret() throws {
        let sealed = try Self.cipher([1: 7]).seal("张三", row: Self.row, column: Self.column)
        let code = Self.code { _ = try Self.cipher([1: 8]).open(sealed, row: Self.row, column: Self.column) }
        #expect(code == .notAuthentic)
    }

    @Test("after a rotation old values open and new ones carry the new version")
    func rotation() throws {
        let before = try Self.cipher([1: 7])
        let after = try Self.cipher([1: 7, 2: 9])
        let old = try before.seal("张三", row: Self.row, column: Self.column)
        let new = try after.seal("张三", row: Self.row, column: Self.column)
        #expect(FieldCipher.keyVersion(of: old) == 1)
        #expect(FieldCipher.keyVersion(of: new) == 2)
        #expect(try after.openText(old, row: Self.row, column: Self.column) == "张三")
        #expect(try after.openText(new, row: Self.row, column: Self.column) == "张三")
        #expect(Self.code { _ = try before.open(new, row: Self.row, column: Self.column) } == .unknownVersion)
    }

    @Test("bytes that are no text are refused as text")
    func notText() throws {
        let cipher = try Self.cipher()
        let sealed = try cipher.seal([0xFF, 0xFE], row: Self.row, column: Self.column)
        #expect(try cipher.open(sealed, row: Self.row, column: Self.column) == [0xFF, 0xFE])
        #expect(Self.code { _ = try cipher.openText(sealed, row: Self.row, column: Self.column) } == .notText)
    }
}
