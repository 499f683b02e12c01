import DispatchDomain
import IntakeContract
public import Kernel
public import Wire

/// What Intake tells of a request, as far as it matters here.
public enum RequestNews: Sendable, Hashable {
    /// A work order is to be issued.
    case accepted(Acceptance)
    /// Its order is void.
    case withdrawn
    /// Passes through the gate and changes nothing.
    case other

    /// What a work order is issued from.
    public struct Acceptance: Sendable, Hashable {
        let category: String
        let urgency: DispatchDomain.Urgency
        let area: AreaCode
        let skill: String?
        let round: Int
        let registeredAt: Timestamp
    }

    /// Reads a message of the stream `intake.request`.
    ///
    /// Throws: `WireError` if the body does not fit its type.
    public init(type: String, body: [UInt8]) throws(WireError) {
        switch type {
        case RequestAccepted.type:
            let message = try RequestAccepted(decoding: body)
            self = .accepted(
                Acceptance(
                    category: message.category, urgency: Coded.urgency(message.urgency), area: message.area,
                    skill: message.skill, round: message.round, registeredAt: message.registeredAt))
        case RequestWithdrawn.type:
            _ = try RequestWithdrawn(decoding: body)
            self = .withdrawn
        default:
            self = .other
        }
    }

    /// The types that the stream is known to have, with the newest version that is understood.
    public static let known: [String: Int] = Dictionary(
        uniqueKeysWithValues: IntakeLanguage.messages.map { ($0.type, $0.version) })
}

extension RequestNews {
    /// The area that the news is about, where it says one.
    public var area: AreaCode? {
        if case .accepted(let acceptance) = self { acceptance.area } else { nil }
    }
}
