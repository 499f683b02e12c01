import AssessmentApplication
import AssessmentDomain
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import Wire

/// Decodes the events of the other contexts.
enum IncomingEventDecoder {
    /// Every message of the three languages, with the newest version that is understood; those of no use here are counted
    /// by the version gate and no more.
    static let known = Dictionary(
        uniqueKeysWithValues: (DispatchLanguage.messages + RegistryLanguage.messages + IntakeLanguage.messages)
            .map { ($0.type, $0.version) })

    /// What a message says; `nil` where it is known and says nothing that matters here.
    ///
    /// A sender's clock that runs ahead must not post service on a day to come.
    static func event(_ envelope: Envelope, _ body: [UInt8], now: Timestamp) throws(WireError) -> IncomingEvent? {
        let at = min(envelope.occurredAt, now)
        switch envelope.type {
        case WorkOrderSubmitted.type: return .service(.submitted(envelope.aggregate.retagged(), at: at))
        case WorkOrderVerified.type:
            return .service(.verified(try verification(try WorkOrderVerified(decoding: body), envelope, at: at)))
        case RequestReopened.type: return .service(.reopened(try RequestReopened(decoding: body).workOrderID))
        case MemberRegistered.type:
            return .memberArea(envelope.aggregate.retagged(), try MemberRegistered(decoding: body).area)
        case MemberCheckedIn.type:
            return .memberArea(envelope.aggregate.retagged(), try MemberCheckedIn(decoding: body).area)
        case RequestCalledBack.type:
            let message = try RequestCalledBack(decoding: body)
            return .calledBack(
                CallbackNote(
                    request: envelope.aggregate.retagged(), round: message.round, attempt: message.attempt,
                    area: envelope.area, answer: CallbackNote.Answer(message.result), at: at))
        case RequestRated.type:
            let message = try RequestRated(decoding: body)
            return .rated(
                RatingNote(
                    request: envelope.aggregate.retagged(), workOrder: message.workOrderID, area: envelope.area,
                    stars: message.stars, at: at))
        default: return nil
        }
    }

    private static func verification(
        _ message: WorkOrderVerified, _ envelope: Envelope, at moment: Timestamp
    ) throws(WireError) -> Verification {
        guard
            let factors = ServiceFactors(
                difficulty: message.difficulty, urgency: message.urgency, profession: message.profession)
        else { throw WireError(code: .outOfRange, path: "factors") }
        return Verification(
            workOrder: envelope.aggregate.retagged(), request: message.requestID, member: message.memberID,
            area: message.area, at: moment, quarterHours: message.quarterHours, factors: factors)
    }
}

extension CallbackNote.Answer {
    init(_ result: CallbackResult) {
        self =
            switch result {
            case .satisfied: .satisfied
            case .basicallySatisfied: .basicallySatisfied
            case .dissatisfied: .dissatisfied
            case .unreachable: .unreachable
            }
    }
}
