public import City
public import Kernel

/// All verified service of one member on one day, and what each piece of it has in the ledger.
///
/// Why: at most eight hours of a day count. Events of different work orders come in any order, so "the first eight to
/// arrive" would differ from replay to replay. Here the day's service that stands is put in the order of its ending (then
/// of its identifiers) and filled up to the cap; whenever a piece comes or goes, the ledger is moved to the new
/// distribution by reversals and postings. What the ledger adds up to is therefore a function of the set of events, not
/// of their order; only the number of corrections in between depends on it.
public struct ServiceDay: Hashable, Sendable {
    /// One work order of the day.
    public struct Item: Hashable, Sendable {
        public let record: ServiceRecord
        /// Whether its result holds.
        public var stands: Bool
        /// What it has in the ledger; `nil` if nothing.
        public var credit: Credit?
        /// How many postings it has.
        public var postings: Int

        public init(record: ServiceRecord, stands: Bool, credit: Credit?, postings: Int) {
            self.record = record
            self.stands = stands
            self.credit = credit
            self.postings = postings
        }
    }

    /// The day's work orders in the order in which they are filled.
    public private(set) var items: [Item]
    private let tariff: PointsTariff

    public init(items: [Item] = [], tariff: PointsTariff) {
        self.items = items.sorted(by: Self.comesFirst)
        self.tariff = tariff
    }

    /// Takes verified service on.
    ///
    /// - Returns: the postings that move the ledger there; none if the work order is known.
    public mutating func add(_ record: ServiceRecord) -> [Posting] {
        guard !items.contains(where: { $0.record.workOrder == record.workOrder }) else { return [] }
        items.append(Item(record: record, stands: true, credit: nil, postings: 0))
        items.sort(by: Self.comesFirst)
        return settle()
    }

    /// Takes service off whose result did not hold.
    ///
    /// - Returns: the postings that move the ledger there; none if it is off already or unknown.
    public mutating func remove(_ workOrder: WorkOrderID) -> [Posting] {
        guard let index = items.firstIndex(where: { $0.record.workOrder == workOrder && $0.stands }) else { return [] }
        items[index].stands = false
        return settle()
    }

    /// What each piece of service is due: time up to what the earlier ones left of the day, and the points of that time.
    func due() -> [Credit?] {
        var left = tariff.dailyQuarterHours
        return items.map { item in
            guard item.stands else { return nil }
            let counted = min(item.record.quarterHours, left)
            left -= counted
            return Credit(
                quarterHours: counted, points: tariff.points(quarterHours: counted, factors: item.record.factors))
        }
    }

    /// Moves the ledger to what is due: first everything that goes, so that the day never holds more than the cap.
    private mutating func settle() -> [Posting] {
        var postings: [Posting] = []
        let due = due()
        let moved = items.indices.filter { items[$0].credit != due[$0] }
        for index in moved {
            if let credit = items[index].credit { postings.append(post(.reversal, credit, at: index)) }
        }
        for index in moved {
            if let credit = due[index] { postings.append(post(.service, credit, at: index)) }
            items[index].credit = due[index]
        }
        return postings
    }

    private mutating func post(_ kind: Posting.Kind, _ credit: Credit, at index: Int) -> Posting {
        items[index].postings += 1
        return Posting(kind: kind, record: items[index].record, credit: credit, sequence: items[index].postings)
    }

    private static func comesFirst(_ left: Item, _ right: Item) -> Bool {
        (left.record.servedAt, left.record.workOrder) < (right.record.servedAt, right.record.workOrder)
    }
}
