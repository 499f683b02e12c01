import FieldEncryption
import Kernel
import PersonalData
import RegistryApplication
import RegistryDomain
import Testing

@testable import RegistryService

@Suite("The sealing of members")
struct FieldSealerTests {
    func sealer(_ key: UInt8) throws -> FieldSealer {
        try FieldSealer(try FieldKeys([1: [UInt8](repeating: key, count: 32)]))
    }

    func data(_ name: String = "王小明", _ phone: String = "13812345678") throws -> MemberContact {
        MemberContact(name: try PersonName(name), phone: try PhoneNumber(phone))
    }

    @Test("what was sealed for a member opens for that member and no other, and under that key and no other")
    func sealsAndOpens() throws {
        let number = try #require(MemberNumber("D-001"))
        let other = RegistryIdentifiers.member(try #require(MemberNumber("D-002")))
        let sealed = try sealer(1).seal(try data(), of: number)
        #expect(try sealer(1).open(sealed, of: RegistryIdentifiers.member(number)) == (try data()))
        #expect(throws: FieldEncryptionError.self) { try sealer(1).open(sealed, of: other) }
        #expect(throws: FieldEncryptionError.self) {
            try sealer(2).open(sealed, of: RegistryIdentifiers.member(number))
        }
        let swapped = SealedPersonalData(name: sealed.phone, phone: sealed.name, fingerprint: sealed.fingerprint)
        #expect(throws: FieldEncryptionError.self) {
            try sealer(1).open(swapped, of: RegistryIdentifiers.member(number))
        }
    }

    @Test("equal data of one member has one fingerprint, and no two members show that theirs is equal")
    func fingerprints() throws {
        let (first, second) = (try #require(MemberNumber("D-001")), try #require(MemberNumber("D-002")))
        let sealer = try sealer(1)
        #expect(sealer.fingerprint(try data(), of: first) == sealer.fingerprint(try data(), of: first))
        #expect(sealer.fingerprint(try data(), of: first) != sealer.fingerprint(try data(), of: second))
        #expect(sealer.fingerprint(try data(), of: first) != sealer.fingerprint(try data("王小"), of: first))
        #expect(
            sealer.fingerprint(try data(), of: first) != sealer.fingerprint(try data("王小明", "13812345679"), of: first))
        #expect(try sealer.seal(try data(), of: first).name != sealer.seal(try data(), of: first).name)
    }
}
