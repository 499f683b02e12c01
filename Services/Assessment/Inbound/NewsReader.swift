import AssessmentApplication
import AssessmentDomain
import DispatchContract
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import Wire

/// Why a message can never be taken; the reasons name fields and never values.
struct NewsFault: Error, Hashable {
    let reason: String

    static let unknownType = NewsFault(reason: "type: not known here")
    static let newerVersion = NewsFault(reason: "version: newer than is known here")
    static let outsideCity = NewsFault(reason: "area: not of this city")
    static let factors = NewsFault(reason: "body: factors that the tariff does not have")
}

/// Reads what the other contexts tell.
struct NewsReader: Sendable {
    /// Reads a body; the moment is the envelope's, but never later than now.
    private typealias Read = @Sendable (Envelope, [UInt8], _ at: Timestamp) throws -> News?

    /// Messages of other areas are not ours.
    let city: AreaCode

    /// What a message says; `nil` where it is known and says nothing that matters here.
    ///
    /// A sender's clock that runs ahead must not post service on a day to come.
    /// Throws: ``NewsFault``, `WireError`.
    func news(_ envelope: Envelope, body: [UInt8], now: Timestamp) throws -> News? {
        guard city.contains(envelope.area) else { throw NewsFault.outsideCity }
        guard let known = Self.known[envelope.type] else { throw NewsFault.unknownType }
        guard envelope.version <= known.version else { throw NewsFault.newerVersion }
        let news = try known.read?(envelope, body, min(envelope.occurredAt, now))
        if let area = news?.area, !city.contains(area) { throw NewsFault.outsideCity }
        return news
    }

    private struct Known: Sendable {
        let version: Int
        let read: Read?
    }

    /// Every message of the three languages; those without a reader are counted by the version gate and no more.
    private static let known: [String: Known] = {
        let languages = DispatchLanguage.messages + RegistryLanguage.messages + IntakeLanguage.messages
        var known: [String: Known] = [:]
        for message in languages {
            known[message.type] = Known(version: message.version, read: readers[message.type])
        }
        return known
    }()

    private static let readers: [String: Read] = [
        WorkOrderSubmitted.type: { envelope, _, at in
            .service(.submitted(envelope.aggregate.retagged(), at: at))
        },
        WorkOrderVerified.type: { envelope, body, at in
            .service(.verified(try verification(try WorkOrderVerified(decoding: body), envelope, at: at)))
        },
        RequestReopened.type: { _, body, _ in .service(.reopened(try RequestReopened(decoding: body).workOrderID)) },
        MemberRegistered.type: { envelope, body, _ in
            .memberArea(envelope.aggregate.retagged(), try MemberRegistered(decoding: body).area)
        },
        MemberCheckedIn.type: { envelope, body, _ in
            .memberArea(envelope.aggregate.retagged(), try MemberCheckedIn(decoding: body).area)
        },
        RequestCalledBack.type: { envelope, body, at in
            let message = try RequestCalledBack(decoding: body)
            return .calledBack(
                CallbackNote(
                    request: envelope.aggregate.retagged(), round: message.round, attempt: message.attempt,
                    area: envelope.area, answer: CallbackNote.Answer(message.result), at: at))
        },
        RequestRated.type: { envelope, body, at in
            let message = try RequestRated(decoding: body)
            return .rated(
                RatingNote(
                    request: envelope.aggregate.retagged(), workOrder: message.workOrderID, area: envelope.area,
                    stars: message.stars, at: at))
        },
    ]

    private static func verification(
        _ message: WorkOrderVerified, _ envelope: Envelope, at moment: Timestamp
    ) throws -> Verification {
        guard
            let factors = ServiceFactors(
                difficulty: message.difficulty, urgency: message.urgency, profession: message.profession)
        else { throw NewsFault.factors }
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
