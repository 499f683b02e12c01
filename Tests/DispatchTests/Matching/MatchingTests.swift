import City
import DispatchDomain
import Kernel
import Testing

@Suite("Matching")
struct MatchingTests {
    static let criteria = MatchCriteria(area: grid, skill: nil, requiresCertificate: false)

    static func rank(_ candidates: [Candidate], limit: Int = 3, criteria: MatchCriteria = criteria) -> Matching {
        Matching.rank(
            candidates, for: criteria, centres: GridCentres(), limit: limit, at: wednesdayNine, policy: MatchPolicy())
    }

    @Test("the nearer member comes first")
    func nearest() {
        let matching = Self.rank([member(1, in: otherCommunity), member(2, in: neighbourGrid), member(3)])
        #expect(matching.best.map(\.member) == [id(3), id(2), id(1)])
    }

    @Test("equal scores go to the least recently offered, then to the lower id")
    func ties() {
        let matching = Self.rank(
            [
                member(4), member(3) { $0.lastOfferedAt = wednesdayNine - minutes(1) },
                member(2) { $0.lastOfferedAt = wednesdayNine - minutes(2) }, member(1),
            ], limit: 4)
        #expect(matching.best.map(\.member) == [id(1), id(4), id(2), id(3)])
    }

    @Test("the order of the candidates makes no difference", arguments: 0..<20 as Range<UInt64>)
    func stable(_ seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let candidates = (1...40).map { number in
            member(number, in: number.isMultiple(of: 3) ? neighbourGrid : grid) {
                $0.openOrders = Int(number % 3)
                $0.offersCounted = Int(number % 7)
            }
        }
        #expect(Self.rank(candidates.shuffled(using: &generator), limit: 8) == Self.rank(candidates, limit: 8))
    }

    @Test("the shortfall counts each member once, at the first gate that is shut")
    func shortfall() {
        let matching = Self.rank([
            member(1) { $0.isCheckedIn = false }, member(2) { $0.availability = .busy },
            member(3) {
                $0.availability = .busy
                $0.openOrders = 9
            }, member(4),
        ])
        #expect(matching.considered == 4)
        #expect(matching.shortfall == [.notCheckedIn: 1, .busy: 2])
        #expect(matching.best.map(\.member) == [id(4)])
    }

    @Test("where the centres are known the distance between them counts")
    func centres() throws {
        var centres = GridCentres()
        centres.set(try #require(GeoPoint(latitude: 30.75, longitude: 120.75)), of: grid)
        centres.set(try #require(GeoPoint(latitude: 30.75719, longitude: 120.75)), of: neighbourGrid)
        #expect(centres.metres(from: neighbourGrid, to: grid, centre: centres.centre(of: grid)) == 799)
        #expect(centres.metres(from: grid, to: grid, centre: centres.centre(of: grid)) == 0)
        let community = try #require(grid.parent)
        #expect(try #require(centres.centre(of: community)).latitude > 30.75)
        #expect(centres.centre(of: otherCommunity) == nil)
        #expect(centres.metres(from: otherCommunity, to: grid, centre: centres.centre(of: grid)) == 1_500)
    }

    @Test("a grid that moves takes its community's centre along")
    func moved() throws {
        var centres = GridCentres()
        let first = try #require(GeoPoint(latitude: 30, longitude: 120))
        let second = try #require(GeoPoint(latitude: 31, longitude: 121))
        centres.set(first, of: grid)
        centres.set(second, of: grid)
        #expect(try centres.centre(of: #require(grid.parent)) == second)
    }

    @Test("the pool finds members by community, street, district and city")
    func candidatesByArea() {
        let found = pool([
            member(1), member(2, in: neighbourGrid), member(3, in: otherCommunity),
            member(4, in: otherStreet), member(5, in: area("330411001001001")),
        ])
        func ids(_ code: String) -> Set<MemberID> { Set(found.candidates(in: area(code)).map(\.id)) }
        #expect(ids("330402001001001") == [id(1), id(2)])
        #expect(ids("330402001001") == [id(1), id(2)])
        #expect(ids("330402001") == [id(1), id(2), id(3)])
        #expect(ids("330402") == [id(1), id(2), id(3), id(4)])
        #expect(ids("3304") == [id(1), id(2), id(3), id(4), id(5)])
    }

    @Test("the pool takes the later of two revisions, whichever comes first, and moves members")
    func revisions() {
        var found = pool([member(1) { $0.revision = 3 }])
        found.absorb(member(1, in: otherStreet) { $0.revision = 2 })
        #expect(found[id(1)]?.area == grid)
        found.absorb(member(1, in: otherStreet) { $0.revision = 4 })
        #expect(found[id(1)]?.area == otherStreet)
        #expect(found.candidates(in: grid).isEmpty)
        #expect(found.count == 1)
    }

    @Test("an offer recorded in memory survives an older stored moment")
    func noted() {
        var found = pool([member(1)])
        found.recordOffer(to: id(1), at: wednesdayNine, until: wednesdayNine + minutes(5))
        found.absorb(
            member(1) {
                $0.revision = 2
                $0.openOrders = 1
            })
        #expect(found[id(1)]?.lastOfferedAt == wednesdayNine)
        #expect(found[id(1)]?.openOrders == 1)
    }
}
