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
        private let told: Int

        init(_ world: World) {
            applied = world.stores.map(\.tables.applied)
            tallies = world.stores.map(\.tables.tallies)
            orders = world.store(.dispatch).tables.orders
            told = world.store(.dispatch).tables.told.count
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
        for place in [Place.dispatch, .assessment] {
            let tables = world.store(place).tables
            if !tables.deadIn.isEmpty {
                world.witness.violate(.drains, "\(tables.deadIn.count) dead letters are left at \(place)", world)
            }
        }
        let isHeldUp = world.stores.contains { !$0.tables.deadOut.isEmpty }
        for place in [Place.dispatch, .assessment] where !isHeldUp {
            guard let upstream = place.upstream else { continue }
            let applied = world.store(place).tables.applied.count
            let told = world.store(upstream).committedOutbox.count
            if applied != told {
                world.witness.violate(.acceptedOnce, "\(place) applied \(applied) of \(told) events", world)
            }
        }
    }

    static func afterReplay(_ world: World, before: State) {
        afterFaults(world)
        if State(world) != before {
            world.witness.violate(.replayChangesNothing, "the state is another after the replay", world)
        }
    }

    // MARK: One property each

    private static func queuesAreEmpty(_ world: World) {
        for queue in world.broker.queues where !queue.isEmpty {
            world.witness.violate(.drains, "\(queue.name) is not empty", world)
        }
    }

    private static func rowsAddUp(_ world: World) {
        for place in [Place.dispatch, .assessment] {
            guard let upstream = place.upstream else { continue }
            let (above, below) = (world.store(upstream), world.store(place).tables)
            let rows = above.committedOutbox
            for row in rows {
                let id = row.event.id
                let places = [
                    below.inbox[id] != nil, below.waiting[id] != nil, below.deadIn[id] != nil,
                    above.tables.deadOut[id] != nil,
                ]
                let count = places.count { $0 }
                if count != 1 {
                    world.witness.violate(
                        .rowsAddUp, "event \(row.event.number) of \(upstream) is in \(count) places at \(place)", world)
                }
            }
            if below.inbox.count != below.applied.count {
                world.witness.violate(
                    .rowsAddUp, "\(below.applied.count) applied, \(below.inbox.count) inbox rows at \(place)", world)
            }
            let committed = Set(rows.map(\.event.number))
            if let stray = below.applied.first(where: { !committed.contains($0.event) }) {
                world.witness.violate(.rowsAddUp, "event \(stray.event) was never committed", world)
            }
        }
    }

    private static func acceptedOnce(_ world: World) {
        let intake = world.store(.intake)
        var times: [Int: Int] = [:]
        for keys in intake.tables.requests.values { for key in keys { times[key, default: 0] += 1 } }
        for key in world.witness.accepted where times[key] != 1 {
            world.witness.violate(.acceptedOnce, "command \(key) stands \(times[key] ?? 0) times", world)
        }
        var told: [Identifier<AggregateTag>: [Int64]] = [:]
        for row in intake.committedOutbox {
            told[row.event.position.aggregate, default: []].append(row.event.position.version)
        }
        for (request, keys) in intake.tables.requests
        where told[request]?.sorted() != Array(1...Int64(max(1, keys.count))) {
            world.witness.violate(
                .acceptedOnce, "the outbox does not tell the \(keys.count) commands of a request", world)
        }
    }

    /// At rest nothing is due, and what is held has a dead letter before it.
    private static func waitingIsExplained(_ world: World) {
        for place in [Place.dispatch, .assessment] {
            guard let upstream = place.upstream else { continue }
            let tables = world.store(place).tables
            var dead: [Identifier<AggregateTag>: Int64] = [:]
            for event in tables.deadIn.values.map(\.event) + world.store(upstream).tables.deadOut.values.map(\.event) {
                let aggregate = event.position.aggregate
                dead[aggregate] = min(dead[aggregate] ?? .max, event.position.version)
            }
            for row in tables.waitingInOrder {
                if row.dueAt != nil {
                    world.witness.violate(.drains, "event \(row.event.number) is due and not tried", world)
                } else if row.event.position.version <= dead[row.event.position.aggregate] ?? .max {
                    world.witness.violate(.drains, "event \(row.event.number) is held for nothing", world)
                }
            }
        }
    }
}
