import City
import FieldEncryption
import Kernel
import PersonalData
import RegistryApplication
import RegistryDomain

/// Seals personal data with the service's field keys.
struct FieldSealer: PersonalDataSealer {
    private let cipher: FieldCipher
    private let index: BlindIndex

    init(_ keys: FieldKeys) throws(FieldEncryptionError) {
        cipher = try FieldCipher(keys)
        index = try BlindIndex(keys, column: "members.fingerprint")
    }

    func fingerprint(_ data: MemberContact, of number: MemberNumber) -> [UInt8] {
        // No part can hold the separator: it is a control character, which names, numbers and phones are cleaned of.
        index.index("\(number.text)\u{1F}\(data.name.text)\u{1F}\(data.phone.normalised)")
    }

    func seal(_ data: MemberContact, of number: MemberNumber) throws -> SealedPersonalData {
        let id = RegistryIdentifiers.member(number)
        return SealedPersonalData(
            name: try cipher.seal(data.name.text, row: id, column: "members.name"),
            phone: try cipher.seal(data.phone.normalised, row: id, column: "members.phone"),
            fingerprint: fingerprint(data, of: number))
    }

    func open(_ sealed: SealedPersonalData, of id: MemberID) throws -> MemberContact {
        MemberContact(
            name: PersonName(kept: try cipher.openText(sealed.name, row: id, column: "members.name")),
            phone: PhoneNumber(kept: try cipher.openText(sealed.phone, row: id, column: "members.phone")))
    }
}
