import DispatchApplication
import Kernel
import Logging

/// Fires what has fallen due: the real `PassTime`, as `TimerLoop` runs it; every process has one.
final class Timers: Performer {
    let name: String
    private let process: Process
    private let session: Session
    private let passTime: PassTime
    private var result: Result<Int, any Error>?
    private var sleepUntil = Timestamp.zero

    /// Orders a transaction.
    private static let batch = 3

    init(process: Process, _ world: World) {
        self.process = process
        name = "\(process.name).timers"
        session = Session(process, world)
        passTime = PassTime(
            store: SimulatedWorkOrders(session: session), rules: Districts.rules, time: session, scope: Districts.scope,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() })
    }

    func readiness(_ world: World) -> Readiness {
        if session.steps.isRunning { return session.steps.readiness(world) }
        if sleepUntil > world.now { return .at(sleepUntil) }
        return world.store(.dispatch).tables.timers.values.min().map { .at($0 - process.skew) } ?? .waiting
    }

    func step(_ world: World) {
        if session.steps.isRunning {
            session.steps.proceed()
        } else {
            session.begin { [passTime] in
                try await passTime.fire(limit: Self.batch)
            } then: {
                self.result = $0
            }
        }
        guard let result else { return }
        self.result = nil
        switch result {
        case .success(let count):
            if count < Self.batch { sleepUntil = world.now + .milliseconds(200) }
            world.note(.timer, name, count)
        case .failure: sleepUntil = world.now + .milliseconds(500)
        }
    }
}
