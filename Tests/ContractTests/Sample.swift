import AssessmentContract
import City
import DispatchContract
import IntakeContract
import Kernel
import RegistryContract
import Testing
import Wire

/// One message of the published language with every member set; its golden file says the same.
struct Sample: Sendable, CustomTestStringConvertible {
    /// The message.
    let message: any Message

    init(_ message: some Message) {
        self.message = message
    }

    /// Its type.
    var type: any Message.Type { Swift.type(of: message) }

    /// What its golden file is called, without the ending.
    var name: String { "\(type.type).v\(type.version)" }

    var testDescription: String { name }

    /// One for each message of the four contexts.
    static let all: [Sample] = intake + dispatch + registry + assessment
}

/// The four languages, by the name that stands as `source` in an envelope.
enum Languages {
    static let all: [(source: String, messages: [any Message.Type])] = [
        (IntakeLanguage.source, IntakeLanguage.messages),
        (DispatchLanguage.source, DispatchLanguage.messages),
        (RegistryLanguage.source, RegistryLanguage.messages),
        (AssessmentLanguage.source, AssessmentLanguage.messages),
    ]

    /// Every message of all of them.
    static let messages: [any Message.Type] = all.flatMap(\.messages)
}

/// The values that samples and golden files share.
enum Known {
    static let member: MemberID = identifier(1)
    static let workOrder: WorkOrderID = identifier(2)
    static let request: ServiceRequestID = identifier(3)
    static let offer: OfferID = identifier(4)
    static let otherOffer: OfferID = identifier(5)
    static let otherMember: MemberID = identifier(6)
    static let verifier: ActorID = identifier(7)
    static let employer: OrganisationID = identifier(8)

    static let district = area("330402")
    static let street = area("330402007")
    static let community = area("330402007001")
    static let grid = area("330402007001005")

    static let category = "城乡建设/城市建设和市政管理/环境卫生"

    static let registered = Timestamp(microseconds: 1_795_222_923_000_000)  // 2026-11-21T01:02:03Z
    static let due = Timestamp(microseconds: 1_795_514_400_250_000)  // 2026-11-24T10:00:00.250Z
    static let expiry = Timestamp(microseconds: 1_795_253_400_000_004)  // 2026-11-21T09:30:00.000004Z

    static func point(_ latitude: Double, _ longitude: Double) -> GeoPoint {
        guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
            preconditionFailure("\(latitude), \(longitude) is no place")
        }
        return point
    }

    private static func identifier<Tag>(_ number: UInt64) -> Identifier<Tag> {
        Identifier(high: 0x0193_6e6a_7b00_7000, low: 0x8000_0000_0000_0000 | number)
    }

    private static func area(_ text: String) -> AreaCode {
        guard let code = AreaCode(text) else { preconditionFailure("\(text) is no area code") }
        return code
    }
}
