public import City
public import Kernel

/// The open page of the ledger: the files, days and balances that a batch of events touches.
///
/// Storage loads it and locks what it holds; the events are taken one after the other; Storage then saves what changed.
public struct LedgerBook: Hashable, Sendable {
    /// Names one member's day.
    public struct DayKey: Hashable, Sendable {
        public let member: MemberID
        public let day: CivilDate

        public init(member: MemberID, day: CivilDate) {
            self.member = member
            self.day = day
        }
    }

    /// A posting and what its member has after it.
    public struct Written: Hashable, Sendable {
        public let posting: Posting
        public let balance: Balance
    }

    public private(set) var files: [WorkOrderID: ServiceFile]
    public private(set) var days: [DayKey: ServiceDay]
    public private(set) var balances: [MemberID: Balance]
    private let tariff: PointsTariff

    public init(
        files: [WorkOrderID: ServiceFile] = [:], days: [DayKey: ServiceDay] = [:], balances: [MemberID: Balance] = [:],
        tariff: PointsTariff
    ) {
        self.files = files
        self.days = days
        self.balances = balances
        self.tariff = tariff
    }

    /// Takes one event.
    ///
    /// - Returns: the postings that it leads to, in the order in which they are written; an event that says nothing new
    ///   leads to none.
    public mutating func take(_ event: ServiceEvent) -> [Written] {
        var file = files[event.workOrder] ?? ServiceFile(workOrder: event.workOrder)
        var postings: [Posting] = []
        switch event {
        case .submitted(_, let moment):
            if file.record == nil { file.submittedAt = moment }
        case .verified(let verification):
            guard file.record == nil else { return [] }
            let record = verification.record(servedAt: file.submittedAt ?? verification.at)
            file.record = record
            let key = DayKey(member: record.member, day: record.day)
            postings = days[key, default: ServiceDay(tariff: tariff)].add(record)
            // The reopening came first: post and take back, so that both are on record.
            if file.isReopened { postings += days[key]?.remove(record.workOrder) ?? [] }
        case .reopened:
            guard !file.isReopened else { return [] }
            file.isReopened = true
            if let record = file.record {
                postings = days[DayKey(member: record.member, day: record.day)]?.remove(record.workOrder) ?? []
            }
        }
        files[file.workOrder] = file
        return postings.map { posting in
            balances[posting.record.member, default: .zero].apply(posting)
            return Written(posting: posting, balance: balances[posting.record.member] ?? .zero)
        }
    }
}

extension Verification {
    /// The service that it proves.
    func record(servedAt: Timestamp) -> ServiceRecord {
        ServiceRecord(
            workOrder: workOrder, request: request, member: member, area: area, servedAt: servedAt,
            quarterHours: quarterHours, factors: factors)
    }
}
