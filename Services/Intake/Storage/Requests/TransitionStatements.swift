import City
import IntakeApplication
import IntakeDomain
import Kernel
import Postgres
import Reliability
import UseCases

/// Writing what happened to requests.
enum TransitionStatements {
    /// All rows of the transitions of requests that were there before; nothing where nothing happened.
    static func write(_ transitions: [Transition<ServiceRequest>]) -> [Statement] {
        let updates = updates(transitions)
        guard !updates.isEmpty else { return [] }
        return [update(updates)]
            + updates.filter { $0.before.area != $0.after.area }.flatMap { move($0.after.id, to: $0.after.area) }
    }

    /// A request as it was loaded and as it is now.
    private struct RowUpdate {
        let before: ServiceRequest
        var after: ServiceRequest
    }

    /// One update per request, in the order of ids.
    private static func updates(_ transitions: [Transition<ServiceRequest>]) -> [RowUpdate] {
        var updates: [ServiceRequestID: RowUpdate] = [:]
        for transition in transitions where !transition.isEmpty {
            guard let before = transition.before else { continue }
            updates[before.id, default: RowUpdate(before: before, after: before)].after = transition.after
        }
        return updates.values.sorted { $0.after.id < $1.after.id }
    }

    /// Writes the new states over the versions that were loaded; a lost update is a fault.
    ///
    /// Index: the primary key.
    private static func update(_ updates: [RowUpdate]) -> Statement {
        let requests = updates.map(\.after)
        return Statement(
            """
            UPDATE requests r SET area = t.area, category = t.category, urgency = t.urgency, located = t.located,
                doubt = CASE WHEN t.located THEN NULL ELSE r.doubt END, state = t.state, round = t.round,
                work_order_id = t.work_order_id, attempts = t.attempts, leader_case = t.leader_case,
                callback = t.callback, stars = t.stars, since = t.since, ended_at = t.ended_at, version = t.version
            FROM unnest(\(requests.map(\.id)), \(requests.map(\.area)), \(requests.map { $0.category?.text }),
                \(requests.map(\.urgency.rawValue)), \(requests.map(\.located)), \(requests.map(\.state.rawValue)),
                \(requests.map { Int32($0.round) }), \(requests.map(\.workOrder)),
                \(requests.map { Int32($0.attempts) }), \(requests.map(\.isLeaderCase)),
                \(requests.map { $0.callback?.rawValue }), \(requests.map { $0.stars.map { Int32($0) } }),
                \(requests.map(\.since)), \(requests.map(\.endedAt)), \(requests.map(\.version)),
                \(updates.map(\.before.version)))
                AS t(id, area, category, urgency, located, state, round, work_order_id, attempts, leader_case, callback,
                    stars, since, ended_at, version, loaded)
            WHERE r.id = t.id AND r.version = t.loaded
            """, rows: .exactly(updates.count))
    }

    /// Moves what belongs to a request along with it.
    ///
    /// Index: the primary keys.
    private static func move(_ id: ServiceRequestID, to area: AreaCode) -> [Statement] {
        [
            Statement("UPDATE requesters SET area = \(area) WHERE request_id = \(id)", rows: .exactly(1)),
            Statement("UPDATE texts SET area = \(area) WHERE request_id = \(id)", rows: .exactly(1)),
            // Nobody may have been granted the contact yet.
            Statement("UPDATE grants SET area = \(area) WHERE request_id = \(id)", rows: .atMost(1)),
        ]
    }
}
