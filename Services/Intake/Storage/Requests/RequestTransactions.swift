import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// A change of a request that is asked for.
struct RequestChange: Sendable {
    let selection: RequestSelection
    let scope: AccessScope
    let decide: @Sendable ([ServiceRequest], inout Void) throws -> [Transition<ServiceRequest>]

    func decided(_ requests: [ServiceRequest]) throws -> [Transition<ServiceRequest>] {
        var nothing: Void = ()
        return try decide(requests, &nothing)
    }
}

/// The transactions that change requests.
struct RequestTransactions: Sendable {
    let work: UnitOfWork
    let encryptor: FieldEncryptor

    /// One change in a transaction of its own.
    func change(_ change: RequestChange) async throws -> [Transition<ServiceRequest>] {
        try await work.perform(change.scope.settings, load: [lock(change.selection, waits: true)]) { rows in
            let transitions = try change.decided(try rows[0].map(RequestRow.decode))
            return Decision(
                statements: TransitionStatements.write(transitions), events: transitions.flatMap(\.drafts),
                result: transitions)
        }
    }

    /// Changes of one area in one transaction.
    ///
    /// What finds no request is left to a transaction of its own, which waits for a lock, or says that there is none.
    func change(_ changes: [RequestChange]) async throws -> [SharedOutcome<[Transition<ServiceRequest>]>] {
        let scope = AccessScope(area: changes[0].scope.area)
        return try await work.perform(
            scope.settings, load: changes.map { lock($0.selection, waits: false) }
        ) { rows in
            var seen: Set<ServiceRequestID> = []
            let outcomes = try zip(changes, rows).map { change, rows -> SharedOutcome<[Transition<ServiceRequest>]> in
                let requests = try rows.map(RequestRow.decode)
                guard !requests.isEmpty, requests.allSatisfy({ seen.insert($0.id).inserted }) else { return .alone }
                do { return .stored(try change.decided(requests)) } catch { return .refused(error) }
            }
            let transitions = outcomes.flatMap { outcome -> [Transition<ServiceRequest>] in
                if case .stored(let transitions) = outcome { transitions } else { [] }
            }
            return Decision(
                statements: TransitionStatements.write(transitions), events: transitions.flatMap(\.drafts),
                result: outcomes)
        }
    }

    private func lock(_ selection: RequestSelection, waits: Bool) -> SQL {
        switch selection {
        case .request(let id): RequestStatements.lock(id, waits: waits)
        case .tracked(let code, let lastFour):
            RequestStatements.lock(
                tracking: encryptor.indexes(of: code), lastFour: encryptor.indexes(ofLastFour: lastFour), waits: waits)
        }
    }
}
