public import City
public import Kernel
public import PersonalData
public import RegistryDomain

/// Who a member is.
///
/// It never leaves this context, and rests sealed.
public struct MemberContact: Hashable, Sendable {
    public let name: PersonName
    public let phone: PhoneNumber

    public init(name: PersonName, phone: PhoneNumber) {
        self.name = name
        self.phone = phone
    }
}

/// Personal data as it is stored.
public struct SealedPersonalData: Hashable, Sendable {
    public let name: [UInt8]
    public let phone: [UInt8]
    /// Tells whether two imports of one member say the same, without opening anything: a keyed hash of the member's
    /// number, name and phone together, so that equal names of two members do not show.
    public let fingerprint: [UInt8]

    public init(name: [UInt8], phone: [UInt8], fingerprint: [UInt8]) {
        self.name = name
        self.phone = phone
        self.fingerprint = fingerprint
    }
}

/// Seals and opens personal data; its keys are outside of the database.
public protocol PersonalDataSealer: Sendable {
    /// The keyed hash that equal data of the same member share.
    func fingerprint(_ data: MemberContact, of number: MemberNumber) -> [UInt8]
    /// Seals the data so that it opens for this member only.
    func seal(_ data: MemberContact, of number: MemberNumber) throws -> SealedPersonalData
    /// Opens what was sealed for this member.
    ///
    /// Throws: when the bytes were sealed for another row, or were changed.
    func open(_ sealed: SealedPersonalData, of id: MemberID) throws -> MemberContact
}
