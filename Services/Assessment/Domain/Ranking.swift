public import City
public import Kernel

/// One member's sum over the postings of a ranking.
public struct RankingRow: Hashable, Sendable {
    public let member: MemberID
    public let points: Points
    /// Units: quarter hours.
    public let quarterHours: Int

    public init(member: MemberID, points: Points, quarterHours: Int) {
        self.member = member
        self.points = points
        self.quarterHours = quarterHours
    }
}

/// Members by what they earned in an area between two days.
public struct Ranking: Hashable, Sendable {
    public let area: AreaCode
    /// The first day of service that counts.
    public let from: CivilDate
    /// The last day of service that counts.
    public let to: CivilDate
    /// All rows: most points first, then most hours, then the lower identifier.
    public let rows: [RankingRow]

    /// Puts the rows in order; members who hold nothing are left out.
    public init(area: AreaCode, from: CivilDate, to: CivilDate, rows: [RankingRow]) {
        self.area = area
        self.from = from
        self.to = to
        self.rows = rows.filter { $0.points != .zero || $0.quarterHours != 0 }.sorted(by: Self.comesFirst)
    }

    /// The order of a ranking: no two rows are equal in it, so there is one right list.
    static func comesFirst(_ left: RankingRow, _ right: RankingRow) -> Bool {
        if left.points != right.points { return left.points > right.points }
        if left.quarterHours != right.quarterHours { return left.quarterHours > right.quarterHours }
        return left.member < right.member
    }

    /// The rows with their ranks, of the whole list or of what follows a row, which need not be in it any more.
    public func ranked(after row: RankingRow? = nil) -> [(rank: Int, row: RankingRow)] {
        let first = row.map { row in rows.firstIndex { Self.comesFirst(row, $0) } ?? rows.endIndex } ?? 0
        return rows[first...].enumerated().map { (rank: first + $0.offset + 1, row: $0.element) }
    }

    /// Sixteen hexadecimal digits that stand for the whole list, its area and its days: equal lists have equal digests.
    ///
    /// FNV-1a over `area|from|to` and then, for each row, the sixteen bytes of the member, points and quarter hours as
    /// eight bytes each, big-endian. It finds differences; it is no proof against forgery.
    public var digest: String {
        var bytes = Array("\(area)|\(from)|\(to)".utf8)
        bytes.reserveCapacity(bytes.count + 32 * rows.count)
        for row in rows {
            bytes += row.member.bytes
            for number in [row.points.hundredths, Int64(row.quarterHours)] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
                }
            }
        }
        let hash = String(FNV1a.hash64(bytes), radix: 16)
        return String(repeating: "0", count: 16 - hash.utf8.count) + hash
    }
}
