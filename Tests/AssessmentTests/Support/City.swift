import AssessmentDomain
import City
import DispatchContract
import IntakeContract
import Kernel
import Messaging

/// A seeded city's worth of lives, and what the ledger must come to.
struct City {
    /// Each list is one aggregate's events, in order.
    private(set) var lives: [[Delivery]] = []
    /// The same as the domain sees it.
    private(set) var events: [ServiceEvent] = []

    static let areas = ["330402007001001", "330402007001002", "330411001001001"]

    init(seed: UInt64, orders: Int = 80, members: Int = 6) throws {
        var random = SplitMix64(seed: seed)
        let start = Timestamp(microseconds: 1_795_000_000_000_000)
        for number in 0..<members {
            lives.append(
                SampleDeliveries.member(MemberID(high: seed, low: UInt64(number)), home: Self.areas[number % 3]))
        }
        for number in 0..<orders {
            let order = WorkOrderID(high: seed << 8 | 1, low: UInt64(number))
            let request = ServiceRequestID(high: seed << 8 | 2, low: UInt64(number))
            let member = MemberID(high: seed, low: UInt64.random(in: 0..<UInt64(members), using: &random))
            let area = Self.areas[Int.random(in: 0..<3, using: &random)]
            let submittedAt = start + .seconds(Int.random(in: 0..<4 * 86_400, using: &random))
            let quarterHours = Int.random(in: 0...32, using: &random)
            let difficulty = ServiceFactors.grades[Int.random(in: 0..<3, using: &random)]
            lives.append(
                SampleDeliveries.workOrder(
                    order, request: request, member: member, area: area, submittedAt: submittedAt,
                    quarterHours: quarterHours, difficulty: difficulty))
            let answer = CallbackResult.allCases[Int.random(in: 0..<4, using: &random)]
            lives.append(SampleDeliveries.request(request, order: order, area: area, answer: answer, at: submittedAt))
            guard let factors = ServiceFactors(difficulty: difficulty, urgency: 15, profession: 13) else { continue }
            events.append(.submitted(order, at: submittedAt))
            events.append(
                .verified(
                    Verification(
                        workOrder: order, request: request, member: member, area: AssessmentHarness.area(area),
                        at: submittedAt + .seconds(86_400), quarterHours: quarterHours, factors: factors)))
            if answer == .dissatisfied { events.append(.reopened(order)) }
        }
    }

    /// The queues of the three streams and their partitions, each with its aggregates mixed and each aggregate in order.
    func queues(seed: UInt64) -> [[Delivery]] {
        var random = SplitMix64(seed: seed)
        var queues: [String: [Delivery]] = [:]
        var waiting = lives.map { $0[...] }
        while !waiting.isEmpty {
            let index = Int.random(in: 0..<waiting.count, using: &random)
            if let delivery = waiting[index].popFirst() {
                let stream = delivery.routingKey.split(separator: ".").prefix(2).joined(separator: ".")
                queues[stream + (delivery.routingKey.split(separator: ".").last ?? ""), default: []].append(delivery)
            }
            if waiting[index].isEmpty {
                waiting.swapAt(index, waiting.count - 1)
                waiting.removeLast()
            }
        }
        return queues.keys.sorted().compactMap { queues[$0] }
    }

    /// The balances that any permitted order must come to.
    var balances: [MemberID: Balance] {
        var book = LedgerBook(tariff: PointsTariff())
        for event in events { _ = book.take(event) }
        return book.balances
    }
}
