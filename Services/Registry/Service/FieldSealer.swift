import FieldEncryption
import Kernel
import RegistryApplication
import RegistryDomain

/// Seals personal data with the service's field keys.
struct FieldSealer: PersonalDataSealer {
    /// A sealed value opened to something that is no name or phone: the rules of the domain were other ones.
    struct Unreadable: Error, CustomStringConvertible {
        let column: String
        var description: String { "FieldSealer.Unreadable(\(column))" }
    }

    private let cipher: FieldCipher
    private let index: BlindIndex

    init(_ keys: FieldKeys) throws(FieldEncryptionError) {
        cipher = try FieldCipher(keys)
        index = try BlindIndex(keys, column: "members.fingerprint")
    }

    func fingerprint(_ data: PersonalData, of number: MemberNumber) -> [UInt8] {
        // No part can hold the separator: it is a control character, which names, numbers and phones are cleaned of.
        index.index("\(number.text)\u{1F}\(data.name.text)\u{1F}\(data.phone.digits)")
    }

    func seal(_ data: PersonalData, of number: MemberNumber) throws -> SealedPersonalData {
        let id = RegistryIdentifiers.member(number)
        return SealedPersonalData(
            name: try cipher.seal(data.name.text, row: id, column: "members.name"),
            phone: try cipher.seal(data.phone.digits, row: id, column: "members.phone"),
            fingerprint: fingerprint(data, of: number))
    }

    func open(_ sealed: SealedPersonalData, of id: MemberID) throws -> PersonalData {
        guard let name = PersonName(try cipher.openText(sealed.name, row: id, column: "members.name")) else {
            throw Unreadable(column: "name")
        }
        guard let phone = PhoneNumber(try cipher.openText(sealed.phone, row: id, column: "members.phone")) else {
            throw Unreadable(column: "phone")
        }
        return PersonalData(name: name, phone: phone)
    }
}
