public import City
public import Kernel

/// All candidates and grid centres of an installation in memory, found by area.
public struct CandidatePool: Sendable {
    /// The centres of the grids.
    public var centres = GridCentres()
    private var buckets: [AreaCode: [Candidate]] = [:]
    private var bucketsOfStreet: [AreaCode: Set<AreaCode>] = [:]
    private var home: [MemberID: AreaCode] = [:]
    private var latestOffer = Timestamp.zero

    public init() {}

    /// How many candidates there are.
    public var count: Int { home.count }

    /// Takes a stored candidate over, unless what stands here is as late or later.
    ///
    /// The moment of the last offer is kept if it is the later one: it is only a tie-break, and stored when convenient.
    public mutating func absorb(_ candidate: Candidate) {
        let bucket = Self.bucket(of: candidate.area)
        var candidate = candidate
        if let old = home[candidate.id], let index = buckets[old]?.firstIndex(where: { $0.id == candidate.id }) {
            if let known = buckets[old]?[index] {
                guard candidate.revision > known.revision else { return }
                candidate.lastOfferedAt = [candidate.lastOfferedAt, known.lastOfferedAt].compactMap(\.self).max()
                candidate.openOffersUntil = known.openOffersUntil
            }
            if old == bucket {
                buckets[old]?[index] = candidate
                return
            }
            buckets[old]?.remove(at: index)
        }
        home[candidate.id] = bucket
        buckets[bucket, default: []].append(candidate)
        bucketsOfStreet[Self.street(of: bucket), default: []].insert(bucket)
    }

    /// The candidate with that id.
    public subscript(_ id: MemberID) -> Candidate? {
        home[id].flatMap { buckets[$0]?.first { $0.id == id } }
    }

    /// Records that an offer was made to a member.
    ///
    /// Offers of one moment differ by a microsecond each, so that a batch of orders goes round among equals.
    public mutating func recordOffer(to id: MemberID, at now: Timestamp, until expiresAt: Timestamp) {
        guard let bucket = home[id], let index = buckets[bucket]?.firstIndex(where: { $0.id == id }) else { return }
        latestOffer = max(now, latestOffer + .microseconds(1))
        buckets[bucket]?[index].lastOfferedAt = latestOffer
        buckets[bucket]?[index].openOffersUntil.removeAll { $0 <= now }
        buckets[bucket]?[index].openOffersUntil.append(expiresAt)
    }

    /// Records that an offer that would have run out at that moment was answered or is void.
    mutating func recordClosedOffer(of id: MemberID, until expiresAt: Timestamp) {
        guard let bucket = home[id], let index = buckets[bucket]?.firstIndex(where: { $0.id == id }),
            let position = buckets[bucket]?[index].openOffersUntil.firstIndex(of: expiresAt)
        else { return }
        buckets[bucket]?[index].openOffersUntil.remove(at: position)
    }

    /// The candidates whose area lies in the given one.
    public func candidates(in area: AreaCode) -> [Candidate] {
        if area.level <= .community { return buckets[Self.bucket(of: area)] ?? [] }
        if area.level == .street {
            return (bucketsOfStreet[area] ?? []).flatMap { buckets[$0] ?? [] }
        }
        return bucketsOfStreet.lazy.filter { area.contains($0.key) }.flatMap { $0.value }
            .flatMap { buckets[$0] ?? [] }
    }

    /// Ranks the candidates of an area by criteria.
    public func match(
        in area: AreaCode, for criteria: MatchCriteria, limit: Int, at now: Timestamp, policy: MatchPolicy
    ) -> Matching {
        Matching.rank(candidates(in: area), for: criteria, centres: centres, limit: limit, at: now, policy: policy)
    }

    private static func bucket(of area: AreaCode) -> AreaCode { area.ancestor(at: .community) ?? area }
    private static func street(of bucket: AreaCode) -> AreaCode { bucket.ancestor(at: .street) ?? bucket }
}
