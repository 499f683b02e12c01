import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import Postgres
import Reliability
import UseCases

/// Registrations that share a transaction: what is loaded for their decision, and what is written of it.
struct RegistrationTransaction {
    private let drafts: [RegistrationDraft]
    private let encryptor: FieldEncryptor
    private let doubleSubmit: Duration
    private let keys: Keys
    /// The key of each draft.
    private let claims: [IdempotencyClaim?]

    /// What is done about the keys of the drafts.
    enum Keys {
        /// Nothing: messages are kept from happening twice by their ids.
        case unused
        /// They are taken; what another transaction has is in flight.
        case taken
        /// They are waited for, for so long.
        case awaited(Duration)
    }

    init(_ drafts: [RegistrationDraft], keys: Keys, encryptor: FieldEncryptor, doubleSubmit: Duration) {
        self.drafts = drafts
        self.keys = keys
        self.encryptor = encryptor
        self.doubleSubmit = doubleSubmit
        claims = drafts.map { draft in
            if case .unused = keys { nil } else { IdempotencyClaim(draft, encryptor: encryptor) }
        }
    }

    /// What is asked first: keys taken, keys known, numbers.
    var load: [SQL] {
        let present = claims.compactMap { $0 }
        let found = [
            RegistrationStatements.responses(present, doubleSubmit: doubleSubmit),
            RegistrationStatements.numbers(drafts.count),
        ]
        return switch keys {
        case .unused, .taken: [RegistrationStatements.takeKeys(present)] + found
        case .awaited(let patience):
            [RegistrationStatements.waitForKeys(atMost: patience), RegistrationStatements.awaitKeys(present)] + found
        }
    }

    /// What was found for each draft.
    func findings(_ rows: [Rows]) throws -> [RegistrationFindings] {
        let rows = Array(rows.suffix(3))
        let responses = try responses(rows[1])
        var taken = try rows[0].map { try $0.decode(Bool.self, at: 0) }[...]
        return try zip(claims, rows[2]).map { claim, number in
            let sequence = try number.decode(Int64.self, at: 0)
            guard let claim else { return RegistrationFindings(sequence: sequence, claim: .none) }
            let isTaken = try StoredRowFault.require(taken.popFirst(), column: "pg_try_advisory_xact_lock")
            guard isTaken else { return RegistrationFindings(sequence: sequence, claim: .inFlight) }
            guard let response = responses[claim.name] else {
                return RegistrationFindings(sequence: sequence, claim: .free)
            }
            return RegistrationFindings(
                sequence: sequence,
                claim: .answered(response.receipt, sameBody: claim.bodyHashes.contains(response.bodyHash)))
        }
    }

    private func responses(_ rows: Rows) throws -> [[String]: (bodyHash: [UInt8], receipt: RegistrationReceipt)] {
        var responses: [[String]: (bodyHash: [UInt8], receipt: RegistrationReceipt)] = [:]
        for row in rows {
            let (owner, key) = (try row.decode(String.self, at: 0), try row.decode(String.self, at: 1))
            responses[[owner, key]] = (
                try row.decode(at: 2), try encryptor.openReceipt(try row.decode(at: 4), row: try row.decode(at: 3))
            )
        }
        return responses
    }

    /// What is written of the decisions on the drafts with these indexes.
    func decision(
        _ decisions: [RegistrationDecision], _ indexes: [Int]
    ) throws -> Decision<[RegistrationOutcome]> {
        var created: [NewRequest] = []
        var responses: [StoredResponse] = []
        for (index, decision) in zip(indexes, decisions) {
            guard case .registered(let receipt) = decision.outcome, let transition = decision.transition else {
                continue
            }
            created.append(try sealed(drafts[index], as: transition.after))
            if let claim = claims[index] {
                responses.append(
                    StoredResponse(claim: claim, request: receipt.id, receipt: try encryptor.seal(receipt)))
            }
        }
        let transitions = decisions.compactMap(\.transition)
        let outcomes = decisions.map(\.outcome)
        guard !created.isEmpty else { return Decision(result: outcomes) }
        return Decision(
            statements: RegistrationStatements.insert(created)
                + (responses.isEmpty ? [] : [RegistrationStatements.keep(responses)]),
            events: transitions.flatMap(\.drafts), result: outcomes)
    }

    private func sealed(_ draft: RegistrationDraft, as request: ServiceRequest) throws -> NewRequest {
        let registration = draft.registration
        return NewRequest(
            request: request, doubt: draft.placement.doubt,
            requester: try encryptor.seal(registration.requester, row: draft.id),
            text: try encryptor.seal(registration.text, location: draft.placement.location, row: draft.id),
            phoneIndex: registration.requester.phone.map(encryptor.index(of:)),
            lastFourIndex: registration.requester.phone.map { encryptor.index(ofLastFour: $0.lastFour) },
            trackingHash: encryptor.index(of: draft.trackingCode))
    }
}
