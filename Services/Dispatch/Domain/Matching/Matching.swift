public import City
public import Kernel

/// A member who passed the gates, with the reasons.
public struct Match: Sendable, Hashable {
    /// The member.
    public let member: MemberID
    /// The reasons.
    public let score: MatchScore

    public init(member: MemberID, score: MatchScore) {
        self.member = member
        self.score = score
    }
}

/// What a matching of candidates came to.
public struct Matching: Sendable, Hashable {
    /// The best, best first.
    public let best: [Match]
    /// How many members were considered.
    public let considered: Int
    /// How many each gate kept out; gates that kept nobody out are absent.
    public let shortfall: [Gate: Int]

    public init(best: [Match], considered: Int, shortfall: [Gate: Int]) {
        self.best = best
        self.considered = considered
        self.shortfall = shortfall
    }

    /// Gates, scores and ranks the candidates; equal scores go to the least recently offered, then to the lower id.
    public static func rank(
        _ candidates: some Sequence<Candidate>, for criteria: MatchCriteria, centres: GridCentres, limit: Int,
        at now: Timestamp,
        policy: MatchPolicy
    ) -> Matching {
        var considered = 0
        var shortfall: [Gate: Int] = [:]
        var ranked: [Ranked] = []
        let origin = centres.centre(of: criteria.area)
        for candidate in candidates {
            considered += 1
            if let gate = candidate.gate(against: criteria, at: now, policy: policy) {
                shortfall[gate, default: 0] += 1
                continue
            }
            let metres = centres.metres(from: candidate.area, to: criteria.area, centre: origin)
            let score = candidate.score(for: criteria, metres: metres, at: now, policy: policy)
            let entry = Ranked(
                match: Match(member: candidate.id, score: score), total: score.total,
                lastOfferedAt: candidate.lastOfferedAt ?? Timestamp(microseconds: .min))
            // The lists are short: a sorted insertion of the best few is cheaper than sorting all of them.
            let index = ranked.firstIndex { entry.precedes($0) } ?? ranked.count
            guard index < limit else { continue }
            ranked.insert(entry, at: index)
            if ranked.count > limit { ranked.removeLast() }
        }
        return Matching(best: ranked.map(\.match), considered: considered, shortfall: shortfall)
    }

    private struct Ranked {
        let match: Match
        let total: Int
        let lastOfferedAt: Timestamp

        func precedes(_ other: Ranked) -> Bool {
            if total != other.total { return total > other.total }
            if lastOfferedAt != other.lastOfferedAt { return lastOfferedAt < other.lastOfferedAt }
            return match.member < other.match.member
        }
    }
}
