import City
import DispatchDomain
import Kernel
import Messaging
import Reliability
import Wire

/// The properties that are judged when a history has come to rest.
enum Checks {
    /// What a replay must not change.
    struct State: Equatable {
        private let applied: [[Tables.Applied]]
        private let tallies: [[Identifier<AggregateTag>: Int]]
        private let orders: [WorkOrderID: WorkOrder]
        private let published: Int

        init(_ world: World) {
            applied = world.stores.map(\.tables.applied)
            tallies = world.stores.map(\.tables.tallies)
            orders = world.store(.dispatch).tables.orders
            published = world.store(.dispatch).tables.recorded.count
        }
    }

    /// The faults are over and nothing moves any more; dead letters and what waits for them may be left.
    static func afterFaults(_ world: World) {
        queuesAreEmpty(world)
        rowsAddUp(world)
        acceptedOnce(world)
        waitingIsExplained(world)
        DeadlineChecks.check(world)
    }

    /// Nothing is harmful any more and the dead letters were replayed: only what could not be sent may hold things up.
    static func afterMending(_ world: World) {
        afterFaults(world)
        for context in [Context.dispatch, .assessment] {
            let tables = world.store(context).tables
            if !tables.deadIn.isEmpty {
                world.recorder.violate(.drains, "\(tables.deadIn.count) dead letters are left at \(context)", world)
            }
        }
        let isHeldUp = world.stores.contains { !$0.tables.deadOut.isEmpty }
        for context in [Context.dispatch, .assessment] where !isHeldUp {
            guard let upstream = context.upstream else { continue }
            let applied = world.store(context).tables.applied.count
            let published = world.store(upstream).committedOutbox.count
            if applied != published {
                world.recorder.violate(.acceptedOnce, "\(context) applied \(applied) of \(published) events", world)
            }
        }
    }

    static func afterReplay(_ world: World, before: State) {
        afterFaults(world)
        if State(world) != before {
            world.recorder.violate(.replayChangesNothing, "the state is another after the replay", world)
        }
    }

    // MARK: One property each

    private static func queuesAreEmpty(_ world: World) {
        for queue in world.broker.queues where !queue.isEmpty {
            world.recorder.violate(.drains, "\(queue.name) is not empty", world)
        }
    }

    private static func rowsAddUp(_ world: World) {
        for context in [Context.dispatch, .assessment] {
            guard let upstream = context.upstream else { continue }
            let (above, below) = (world.store(upstream), world.store(context).tables)
            let rows = above.committedOutbox
            for row in rows {
                let id = row.event.id
                let holds = [
                    below.inbox[id] != nil, below.waiting[id] != nil, below.deadIn[id] != nil,
                    above.tables.deadOut[id] != nil,
                ]
                let count = holds.count { $0 }
                if count != 1 {
                    world.recorder.violate(
                        .rowsAddUp, "event \(row.event.number) of \(upstream) is in \(count) tables at \(context)",
                        world)
                }
            }
            if below.inbox.count != below.applied.count {
                world.recorder.violate(
                    .rowsAddUp, "\(below.applied.count) applied, \(below.inbox.count) inbox rows at \(context)", world)
            }
            let committed = Set(rows.map(\.event.number))
            if let stray = below.applied.first(where: { !committed.contains($0.event) }) {
                world.recorder.violate(.rowsAddUp, "event \(stray.event) was never committed", world)
            }
        }
    }

    private static func acceptedOnce(_ world: World) {
        let intake = world.store(.intake)
        var times: [Int: Int] = [:]
        for keys in intake.tables.requests.values { for key in keys { times[key, default: 0] += 1 } }
        for key in world.recorder.accepted where times[key] != 1 {
            world.recorder.violate(.acceptedOnce, "command \(key) stands \(times[key] ?? 0) times", world)
        }
        var published: [Identifier<AggregateTag>: [Int64]] = [:]
        for row in intake.committedOutbox {
            published[row.event.position.aggregate, default: []].append(row.event.position.version)
        }
        for (request, keys) in intake.tables.requests
        where published[request]?.sorted() != Array(1...Int64(max(1, keys.count))) {
            world.recorder.violate(
                .acceptedOnce, "the outbox does not hold the \(keys.count) commands of a request", world)
        }
    }

    /// At rest nothing is due, and what is held has a dead letter before it.
    private static func waitingIsExplained(_ world: World) {
        for context in [Context.dispatch, .assessment] {
            guard let upstream = context.upstream else { continue }
            let tables = world.store(context).tables
            var dead: [Identifier<AggregateTag>: Int64] = [:]
            for event in tables.deadIn.values.map(\.event) + world.store(upstream).tables.deadOut.values.map(\.event) {
                let aggregate = event.position.aggregate
                dead[aggregate] = min(dead[aggregate] ?? .max, event.position.version)
            }
            for row in tables.waitingInOrder {
                if row.dueAt != nil {
                    world.recorder.violate(.drains, "event \(row.event.number) is due and not tried", world)
                } else if row.event.position.version <= dead[row.event.position.aggregate] ?? .max {
                    world.recorder.violate(.drains, "event \(row.event.number) is held for nothing", world)
                }
            }
        }
    }
}
