import City
import DispatchContract
import IntakeContract
import Kernel
import Wire

/// Finds the number in the plan that an identifier stands for.
///
/// A registration over HTTP is known by its answer, a pushed command by its message, which is the event's causation.
actor PlanIndex {
    /// One of a request's work orders.
    struct Order: Sendable {
        let request: ServiceRequestID
        let round: Int
    }

    private var numbers: [ServiceRequestID: Int] = [:]
    private var commands: [Identifier<MessageTag>: Int] = [:]
    private var unanswered: Set<Int> = []
    private var seen: Set<ServiceRequestID> = []
    private var orders: [WorkOrderID: Order] = [:]

    /// A registration is about to be sent.
    func asks(_ number: Int) { unanswered.insert(number) }

    /// Its definite answer came; without an identifier where it was a no.
    func answered(_ number: Int, with request: ServiceRequestID?) {
        if let request { numbers[request] = min(number, numbers[request] ?? number) }
        unanswered.remove(number)
    }

    /// A command is about to be pushed.
    func pushes(_ number: Int, as command: Identifier<MessageTag>) { commands[command] = number }

    /// The event of a registration came.
    func registered(_ request: ServiceRequestID, because command: Identifier<MessageTag>?) {
        seen.insert(request)
        if let number = command.flatMap({ commands[$0] }) { numbers[request] = number }
    }

    /// The event of a new work order came.
    func issued(_ order: WorkOrderID, for request: ServiceRequestID, round: Int) {
        orders[order] = Order(request: request, round: round)
    }

    /// Whether the request was registered while we listened; an earlier one is not this run's business.
    func isOfThisRun(_ request: ServiceRequestID) -> Bool { seen.contains(request) }

    func order(_ id: WorkOrderID) -> Order? { orders[id] }

    /// The draw key of a request, once all answers that it may be in are there.
    ///
    /// One that is not of our plan has a key of its own.
    func key(of request: ServiceRequestID, round: Int = 0) async throws -> DrawKey {
        let awaited = unanswered
        while numbers[request] == nil, !unanswered.isDisjoint(with: awaited) {
            try await Task.sleep(for: .milliseconds(10))
        }
        return DrawKey(request: numbers[request] ?? Int(truncatingIfNeeded: request.low >> 1), round: round)
    }
}
