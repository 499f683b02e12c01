import City
import Kernel
import PersonalData
import RegistryApplication
import RegistryDomain

/// Seals nothing and yet binds what it seals to its row, as the real one does.
struct PlainSealer: PersonalDataSealer {
    struct Mismatch: Error {}

    func fingerprint(_ data: MemberContact, of number: MemberNumber) -> [UInt8] {
        let text = "\(number.text)|\(data.name.text)|\(data.phone.normalised)"
        return OrganisationID.derived(from: text, in: OrganisationID(high: 1, low: 1)).bytes
    }

    func seal(_ data: MemberContact, of number: MemberNumber) throws -> SealedPersonalData {
        let row = RegistryIdentifiers.member(number).bytes
        return SealedPersonalData(
            name: row + Array(data.name.text.utf8), phone: row + Array(data.phone.normalised.utf8),
            fingerprint: fingerprint(data, of: number))
    }

    func open(_ sealed: SealedPersonalData, of id: MemberID) throws -> MemberContact {
        guard sealed.name.starts(with: id.bytes), sealed.phone.starts(with: id.bytes) else { throw Mismatch() }
        return MemberContact(
            name: PersonName(kept: String(decoding: sealed.name.dropFirst(16), as: UTF8.self)),
            phone: PhoneNumber(kept: String(decoding: sealed.phone.dropFirst(16), as: UTF8.self)))
    }
}
