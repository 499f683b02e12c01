import City
public import FieldEncryption
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
public import Reliability
import Wire

/// Seals and opens what this context keeps of persons, each column for itself.
public struct FieldEncryptor: Sendable {
    private let cipher: FieldCipher
    private let phones: BlindIndex
    private let lastFours: BlindIndex
    private let codes: BlindIndex
    private let bodies: BlindIndex

    /// Makes the encryptor from the keys.
    public init(keys: FieldKeys) throws {
        cipher = try FieldCipher(keys)
        phones = try BlindIndex(keys, column: "requesters.phone")
        lastFours = try BlindIndex(keys, column: "requesters.last_four")
        codes = try BlindIndex(keys, column: "requests.tracking")
        bodies = try BlindIndex(keys, column: "idempotency_keys.body")
    }

    /// The number without its extension: a display shows no extension, and callers are searched by what it shows.
    func index(of phone: PhoneNumber) -> [UInt8] { phones.index(phone.number) }

    /// What to look for while a key is being replaced.
    func indexes(of phone: PhoneNumber) -> [[UInt8]] { phones.digests(phone.number) }

    /// The digest of the last four digits under the current key.
    func index(ofLastFour digits: String) -> [UInt8] { Self.cut(lastFours.index(digits)) }

    /// The digests under every key, for looking it up.
    func indexes(ofLastFour digits: String) -> [[UInt8]] { lastFours.digests(digits).map(Self.cut) }

    func index(of code: TrackingCode) -> [UInt8] { codes.index(code.text) }

    func indexes(of code: TrackingCode) -> [[UInt8]] { codes.digests(code.text) }

    /// The digests of a body under every key, the current one first.
    func digests(of body: [UInt8]) -> [[UInt8]] { bodies.digests(String(decoding: body, as: UTF8.self)) }

    /// Four digits have ten thousand values: the index is cut to four bytes, and equal ones are common on purpose.
    ///
    /// What guards a request is the tracking code beside it.
    private static func cut(_ digest: [UInt8]) -> [UInt8] { Array(digest.prefix(4)) }

    /// The sealed form of a requester.
    struct SealedRequester {
        var name: [UInt8]?
        var phone: [UInt8]?
        var address: [UInt8]?
    }

    func seal(_ requester: Requester, row: ServiceRequestID) throws -> SealedRequester {
        SealedRequester(
            name: try requester.name.map { try cipher.seal($0.text, row: row, column: "requesters.name") },
            phone: try requester.phone.map { try cipher.seal($0.normalised, row: row, column: "requesters.phone") },
            address: try requester.address.map { try cipher.seal($0.text, row: row, column: "requesters.address") })
    }

    func open(_ sealed: SealedRequester, row: ServiceRequestID) throws -> Requester {
        Requester(
            name: try sealed.name.map {
                PersonName(kept: try cipher.openText($0, row: row, column: "requesters.name"))
            },
            phone: try sealed.phone.map {
                PhoneNumber(kept: try cipher.openText($0, row: row, column: "requesters.phone"))
            },
            address: try sealed.address.map {
                ServiceAddress(kept: try cipher.openText($0, row: row, column: "requesters.address"))
            })
    }

    /// The sealed form of a text and its location.
    struct SealedText {
        var title: [UInt8]?
        var body: [UInt8]
        var location: [UInt8]?
    }

    func seal(_ text: RequestText, location: GeoPoint?, row: ServiceRequestID) throws -> SealedText {
        SealedText(
            title: try text.title.map { try cipher.seal($0, row: row, column: "texts.title") },
            body: try cipher.seal(text.body, row: row, column: "texts.body"),
            location: try location.map {
                try cipher.seal("\($0.latitude),\($0.longitude)", row: row, column: "texts.place")
            })
    }

    func open(_ sealed: SealedText, row: ServiceRequestID) throws -> (text: RequestText, location: GeoPoint?) {
        let title = try sealed.title.map { try cipher.openText($0, row: row, column: "texts.title") }
        let body = try cipher.openText(sealed.body, row: row, column: "texts.body")
        let location = try sealed.location.flatMap { sealed -> GeoPoint? in
            let numbers = try cipher.openText(sealed, row: row, column: "texts.place").split(separator: ",").compactMap
            {
                Double($0)
            }
            return numbers.count == 2 ? GeoPoint(latitude: numbers[0], longitude: numbers[1]) : nil
        }
        return (RequestText(keptTitle: title, body: body), location)
    }

    func seal(_ receipt: RegistrationReceipt) throws -> [UInt8] {
        try cipher.seal(receipt.encoded(), row: receipt.id, column: "idempotency_keys.receipt")
    }

    func openReceipt(_ sealed: [UInt8], row: ServiceRequestID) throws -> RegistrationReceipt {
        try RegistrationReceipt(decoding: try cipher.open(sealed, row: row, column: "idempotency_keys.receipt"))
    }
}

extension FieldEncryptor: BodyEncryption {
    /// Seals a command that waits or is dead.
    public func seal(_ body: [UInt8], messageID: String?) throws -> [UInt8] {
        try cipher.seal(body, row: Self.row(messageID), column: "messages.body")
    }

    /// The command again.
    public func open(_ sealed: [UInt8], messageID: String?) throws -> [UInt8] {
        try cipher.open(sealed, row: Self.row(messageID), column: "messages.body")
    }

    /// All messages without a readable id share a row that no message has.
    private static func row(_ messageID: String?) -> Identifier<MessageTag> {
        messageID.flatMap { Identifier($0) } ?? Identifier(high: 0, low: 0)
    }
}
