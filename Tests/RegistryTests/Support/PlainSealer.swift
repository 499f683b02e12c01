import Kernel
import RegistryApplication
import RegistryDomain

/// Seals nothing and yet binds what it seals to its row, as the real one does.
struct PlainSealer: PersonalDataSealer {
    struct Mismatch: Error {}

    func fingerprint(_ data: PersonalData, of number: MemberNumber) -> [UInt8] {
        let text = "\(number.text)|\(data.name.text)|\(data.phone.digits)"
        return OrganisationID.derived(from: text, in: OrganisationID(high: 1, low: 1)).bytes
    }

    func seal(_ data: PersonalData, of number: MemberNumber) throws -> SealedPersonalData {
        let row = RegistryIdentifiers.member(number).bytes
        return SealedPersonalData(
            name: row + Array(data.name.text.utf8), phone: row + Array(data.phone.digits.utf8),
            fingerprint: fingerprint(data, of: number))
    }

    func open(_ sealed: SealedPersonalData, of id: MemberID) throws -> PersonalData {
        guard sealed.name.starts(with: id.bytes), sealed.phone.starts(with: id.bytes),
            let name = PersonName(String(decoding: sealed.name.dropFirst(16), as: UTF8.self)),
            let phone = PhoneNumber(String(decoding: sealed.phone.dropFirst(16), as: UTF8.self))
        else { throw Mismatch() }
        return PersonalData(name: name, phone: phone)
    }
}
