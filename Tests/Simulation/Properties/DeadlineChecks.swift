import DispatchDomain
import Kernel
import WorkingTime

/// What must hold of every work order when nothing moves any more.
enum DeadlineChecks {
    static func check(_ world: World) {
        let tables = world.store(.dispatch).tables
        for (id, order) in tables.orders.sorted(by: { $0.key < $1.key }) {
            let recorded = tables.recorded.filter { $0.order == id }
            if let fault = journal(recorded, of: order) ?? lights(recorded, of: order) ?? waves(recorded, of: order) {
                world.recorder.violate(.deadlinesOnce, fault, world)
            }
            if let due = order.nextDue(Districts.rules) {
                world.recorder.violate(.deadlinesOnce, "\(due.kind) fell due and was not recorded", world)
            }
        }
        for offer in world.recorder.offersTaken {
            let times = tables.recorded.count { if case .accepted(_, offer) = $0.event { true } else { false } }
            if times != 1 { world.recorder.violate(.acceptedOnce, "an offer was taken on \(times) times", world) }
        }
    }

    /// The journal holds the versions 1, 2, 3 and so on, each once.
    private static func journal(_ recorded: [Tables.Recorded], of order: WorkOrder) -> String? {
        let versions = recorded.map(\.version).sorted()
        return versions == Array(1...order.version.value) ? nil : "an order's journal reads \(versions)"
    }

    /// A clock's lights turn in order, not before their time, and each is recorded once.
    private static func lights(_ recorded: [Tables.Recorded], of order: WorkOrder) -> String? {
        for clock in order.clocks {
            let lights = clock.turns.map(\.light)
            if lights != Array([Light.yellow, .red].prefix(lights.count)) { return "a clock turned \(lights)" }
            for turn in clock.turns where turn.at < (turn.light == .red ? clock.redAt : clock.yellowAt) {
                return "a clock turned \(turn.light) before its time"
            }
        }
        let turned = order.clocks.reduce(0) { $0 + $1.turns.count }
        let changes = recorded.count { if case .lightChanged = $0.event { true } else { false } }
        if changes != turned { return "\(turned) lights turned and \(changes) were recorded" }
        let steps = recorded.count { if case .escalated(_, _, .redLight) = $0.event { true } else { false } }
        return steps == order.overdueEscalations ? nil : "\(order.overdueEscalations) red steps and \(steps) recorded"
    }

    /// A wave runs out once, and not before its time.
    private static func waves(_ recorded: [Tables.Recorded], of order: WorkOrder) -> String? {
        var ends: [Int: Timestamp] = [:]
        var expired: Set<Int> = []
        for entry in recorded {
            switch entry.event {
            case .offered(let wave):
                if ends.updateValue(wave.expiresAt, forKey: wave.number) != nil { return "wave \(wave.number) twice" }
            case .offersExpired(let wave):
                guard expired.insert(wave).inserted else { return "wave \(wave) ran out twice" }
                guard let end = ends[wave], entry.at >= end else { return "wave \(wave) ran out before its time" }
            default: break
            }
        }
        return nil
    }
}
