public import City
public import Kernel

/// What a piece of service has in the ledger: time and points.
///
/// Both are zero or more.
public struct Credit: Hashable, Sendable {
    /// Units: quarter hours.
    public let quarterHours: Int
    public let points: Points

    public init(quarterHours: Int, points: Points) {
        self.quarterHours = quarterHours
        self.points = points
    }
}

/// A posting: lines that are written together and sum to zero, never changed and never removed.
public struct Posting: Hashable, Sendable {
    /// Why it was written.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Verified service.
        case service
        /// It takes an earlier posting back.
        case reversal
    }

    public let kind: Kind
    /// The service that it is about.
    public let record: ServiceRecord
    /// What it gives, or, for a reversal, takes back.
    public let credit: Credit
    /// The how-manieth posting of its work order it is.
    ///
    /// Range: 1 and up.
    public let sequence: Int

    public init(kind: Kind, record: ServiceRecord, credit: Credit, sequence: Int) {
        self.kind = kind
        self.record = record
        self.credit = credit
        self.sequence = sequence
    }

    /// Follows from the work order and the sequence, so that a replay writes the same posting and not another one.
    public var id: PostingID { Self.id(of: record.workOrder, sequence: sequence) }

    /// The posting that a reversal takes back: the one before it, since a work order has at most one that stands.
    public var reverses: PostingID? {
        kind == .reversal ? Self.id(of: record.workOrder, sequence: sequence - 1) : nil
    }

    private static func id(of workOrder: WorkOrderID, sequence: Int) -> PostingID {
        .derived(from: "posting:\(sequence)", in: workOrder)
    }

    /// The lines of the posting: for points and for hours one of the member and one of the issuing district.
    public var lines: [LedgerLine] {
        let sign: Int64 = kind == .service ? 1 : -1
        let issued = Account.issued(record.area.district ?? record.area)
        let amounts: [(LedgerLine.Unit, Int64)] = [
            (.points, credit.points.hundredths), (.hours, Int64(credit.quarterHours)),
        ]
        return amounts.flatMap { unit, amount in
            [
                LedgerLine(account: .member(record.member), unit: unit, amount: sign * amount),
                LedgerLine(account: issued, unit: unit, amount: -sign * amount),
            ]
        }
    }
}
