import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import Postgres
import Reliability

/// Registrations that share a transaction.
struct RegistrationBatch {
    let drafts: [RegistrationDraft]
    let seals: FieldSeals
    let language: PublishedLanguage
    let triage: TriagePolicies
    let doubleSubmit: Duration
    /// The key of each draft.
    let keys: [KeyUse?]

    /// - Parameter withKeys: false for messages, which their ids keep from happening twice.
    init(
        _ drafts: [RegistrationDraft], withKeys: Bool, seals: FieldSeals, language: PublishedLanguage,
        triage: TriagePolicies, doubleSubmit: Duration
    ) {
        self.drafts = drafts
        self.seals = seals
        self.language = language
        self.triage = triage
        self.doubleSubmit = doubleSubmit
        keys = drafts.map { withKeys ? KeyUse($0, seals: seals) : nil }
    }

    /// What is asked first: keys taken, keys known, numbers.
    var load: [SQL] {
        let uses = keys.compactMap { $0 }
        return [
            RegistrationStatements.takeKeys(uses),
            RegistrationStatements.answers(uses, doubleSubmit: doubleSubmit),
            RegistrationStatements.numbers(drafts.count),
        ]
    }

    private struct Answer {
        let bodyHash: [UInt8]
        let receipt: RegistrationReceipt
    }

    /// Decides on the drafts with these indexes, in order.
    ///
    /// - Returns: one outcome an index.
    func decide(_ rows: [Rows], _ indexes: [Int]) throws -> Decision<[RegistrationOutcome]> {
        var taken = try rows[0].map { try $0.decode(Bool.self, at: 0) }[...]
        let isTaken = try keys.map { key in
            guard key != nil else { return true }
            guard let next = taken.popFirst() else {
                throw StoredStateFault(table: "idempotency_keys", column: "lock")
            }
            return next
        }
        var answers: [[String]: Answer] = [:]
        for row in rows[1] {
            let (owner, key) = (try row.decode(String.self, at: 0), try row.decode(String.self, at: 1))
            answers[[owner, key]] = Answer(
                bodyHash: try row.decode(at: 2),
                receipt: try seals.openReceipt(try row.decode(at: 4), row: try row.decode(at: 3)))
        }
        var story = Story(language: language)
        var fresh: [NewRequest] = []
        var kept: [KeptAnswer] = []
        var outcomes: [RegistrationOutcome] = []
        for index in indexes {
            let (draft, key) = (drafts[index], keys[index])
            if !isTaken[index] {
                outcomes.append(.inFlight)
            } else if let key, let answer = answers[key.name] {
                outcomes.append(Self.again(key, answer))
            } else {
                let sequence = try rows[2][index].decode(Int64.self, at: 0)
                let new = try register(draft, sequence: sequence, story: &story)
                fresh.append(new)
                let receipt = RegistrationReceipt(new.request, trackingCode: draft.trackingCode)
                if let key {
                    kept.append(KeptAnswer(use: key, request: draft.id, receipt: try seals.seal(receipt)))
                    answers[key.name] = Answer(bodyHash: key.bodyHash, receipt: receipt)
                }
                outcomes.append(.registered(receipt))
            }
        }
        guard !fresh.isEmpty else { return Decision(result: outcomes) }
        return Decision(
            statements: RegistrationStatements.insert(fresh) + [RequestStatements.log(story.log)]
                + (kept.isEmpty ? [] : [RegistrationStatements.keep(kept)]),
            events: story.drafts, result: outcomes)
    }

    private static func again(_ key: KeyUse, _ answer: Answer) -> RegistrationOutcome {
        if key.isImplicit { return .duplicate(answer.receipt) }
        return key.bodyHashes.contains(answer.bodyHash) ? .replayed(answer.receipt) : .keyMismatch
    }

    private func register(_ draft: RegistrationDraft, sequence: Int64, story: inout Story) throws -> NewRequest {
        let number = RequestNumber(day: draft.now.civil(offsetSeconds: 28_800), sequence: sequence)
        story.cause = draft.cause
        let request = story.begin(
            draft.id, draft.events(number: number, policies: triage), by: draft.actor, at: draft.now)
        let registration = draft.registration
        return NewRequest(
            request: request, doubt: draft.placement.doubt,
            requester: try seals.seal(registration.requester, row: draft.id),
            text: try seals.seal(registration.text, place: draft.placement.place, row: draft.id),
            phoneIndex: registration.requester.phone.map(seals.index(of:)),
            lastFourIndex: registration.requester.phone.map { seals.index(ofLastFour: $0.lastFour) },
            trackingHash: seals.index(of: draft.trackingCode))
    }
}
