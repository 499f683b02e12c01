import DispatchApplication
import DispatchDomain
import Kernel
import Wire
import WorkingTime

/// The clocks of a work order with their journals.
struct ClocksResponse: FieldEncodable {
    let order: WorkOrder

    static let fields = WrittenFields<Self>(
        name: "Clocks",
        WrittenField("work_order_id", \.order.id, "Identifier of the work order."),
        WrittenField("light", \.order.light.published, "Worst light of all clocks."),
        WrittenField(
            "clocks", { $0.order.clocks.map { Clock(clock: $0) } }, within: .elements(.max),
            "Clocks in the order of their kinds."))

    struct Clock: FieldEncodable {
        let clock: OrderClock

        static let fields = WrittenFields<Self>(
            WrittenField("clock", \.clock.kind, "Obligation that the clock measures."),
            WrittenField(
                "number", \.clock.number, within: 1...1_000,
                "Number of the clock among those of its kind, from 1."),
            WrittenField("running", \.clock.isRunning, "Whether the clock is running."),
            WrittenField("light", \.clock.light.published, "Light of the clock that was published last."),
            WrittenField(
                "yellow_at", { $0.clock.due(for: .yellow) },
                "Time at which the clock turns yellow; absent while a pause keeps it from that."),
            WrittenField(
                "red_at", { $0.clock.due(for: .red) },
                "Time at which the clock turns red; absent while a pause keeps it from that."),
            WrittenField(
                "entries", { $0.clock.history.map { Entry(line: $0) } }, within: .elements(.max),
                "Journal of the clock, in the order of time."))
    }

    struct Entry: FieldEncodable {
        let line: OrderClock.Line

        static let fields = WrittenFields<Self>(
            WrittenField("action", \.line.action, "Change of the clock."),
            WrittenField("at", \.line.at, "Time of the change."))
    }
}
