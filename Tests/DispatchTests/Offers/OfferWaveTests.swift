import DispatchDomain
import Kernel
import Testing

@Suite("Waves of offers")
struct OfferWaveTests {
    @Test("an order is issued and offered to the three best for five minutes")
    func firstWave() {
        let fixture = WorkOrderFixture()
        #expect(fixture.events.map(\.name) == ["issued", "offered"])
        #expect(fixture.order.state == .offering)
        #expect(fixture.order.version == Version(value: 2))
        #expect(fixture.order.openOffers.map(\.member) == [id(1), id(2), id(3)])
        #expect(fixture.order.openOffers.map(\.rank) == [1, 2, 3])
        #expect(fixture.order.openOffers.allSatisfy { $0.expiresAt == wednesdayNine + minutes(5) })
    }

    @Test("silence leads to eight for ten minutes, then to twenty of the street for fifteen")
    func laterWaves() {
        let members = (1...11).map { member($0) } + (100...140).map { member($0, in: otherCommunity) }
        var fixture = WorkOrderFixture(members: members)
        #expect(fixture.passTime(to: wednesdayNine + minutes(5) - .microseconds(1)).isEmpty)
        #expect(fixture.passTime(to: wednesdayNine + minutes(5)).map(\.name) == ["offers_expired", "offered"])
        #expect(fixture.order.openOffers.count == 8)
        #expect(fixture.order.openOffers.allSatisfy { $0.expiresAt == wednesdayNine + minutes(15) && $0.wave == 2 })
        fixture.passTime(to: wednesdayNine + minutes(15))
        #expect(fixture.order.openOffers.count == 20)
        #expect(fixture.order.openOffers.allSatisfy { $0.member >= id(100) && $0.wave == 3 })
        #expect(fixture.order.openOffers.first?.expiresAt == wednesdayNine + minutes(30))
        #expect(fixture.order.offers.count { $0.state == .expired } == 11)
    }

    @Test("a wave that nobody passes for is skipped at once")
    func skipped() {
        let fixture = WorkOrderFixture(members: [member(7, in: otherCommunity)])
        #expect(fixture.order.state == .offering)
        #expect(fixture.order.wave == 1)
        #expect(fixture.order.openOffers.map(\.member) == [id(7)])
    }

    @Test("with nobody on the street the order stands unassigned, and says what kept whom out")
    func nobody() {
        let fixture = WorkOrderFixture(members: [member(1) { $0.availability = .busy }, member(2, in: otherStreet)])
        #expect(fixture.order.state == .unassigned)
        #expect(fixture.events.map(\.name) == ["issued"])
        #expect(fixture.order.lastMatch.considered == 1)
        #expect(fixture.order.lastMatch.shortfall == [.busy: 1])
    }

    @Test("an emergency goes to thirty-one of the street at once")
    func emergency() {
        let members = (1...20).map { member($0) } + (100...140).map { member($0, in: otherCommunity) }
        let fixture = WorkOrderFixture(terms(urgency: .emergency), members: members)
        #expect(fixture.order.openOffers.count == 31)
        #expect(fixture.order.openOffers.first?.expiresAt == wednesdayNine + minutes(5))
    }

    @Test("once all of a wave have declined, the next wave follows at once")
    func allDecline() throws {
        var fixture = WorkOrderFixture()
        let now = wednesdayNine + minutes(1)
        let first = fixture.order.openOffers
        for (index, offer) in first.enumerated() {
            let events = try fixture.at(now, .decline(offer.id, by: offer.member, .busy))
            #expect(events.map(\.name) == (index < 2 ? ["declined"] : ["declined", "offered"]))
        }
        #expect(fixture.order.openOffers.count == 8)
        #expect(Set(fixture.order.openOffers.map(\.member)).isDisjoint(with: first.map(\.member)))
        #expect(fixture.order.openOffers.first?.expiresAt == now + minutes(10))
    }

    @Test("a refusal with a reason costs nothing; silence counts")
    func cost() throws {
        var fixture = WorkOrderFixture()
        let before = fixture.order
        let offer = before.openOffers[0]
        try fixture.at(wednesdayNine + minutes(1), .decline(offer.id, by: offer.member, .unwell))
        #expect(CandidateEffect.between(before, fixture.order)[offer.member]?.isOnlyOffer == true)
        let offering = fixture.order
        fixture.passTime(to: wednesdayNine + minutes(5))
        let effects = CandidateEffect.between(offering, fixture.order)
        #expect(effects[id(2)]?.counted == 1)
        #expect(effects[id(2)]?.taken == 0)
        #expect(effects[offer.member] == nil)
    }

    @Test("an offer's id follows from order, wave and member")
    func ids() {
        #expect(WorkOrderFixture().order.offers.map(\.id) == WorkOrderFixture().order.offers.map(\.id))
        #expect(Set(WorkOrderFixture().order.offers.map(\.id)).count == 3)
    }

    @Test("when the waves have run out a member who becomes free is asked without delay")
    func retriesWidestWave() {
        var fixture = WorkOrderFixture(members: [member(1)])
        fixture.passTime(to: wednesdayNine + minutes(5))
        #expect(fixture.order.state == .unassigned)
        fixture.pool.absorb(member(9, in: otherCommunity))
        let events = fixture.passTime(to: wednesdayNine + minutes(20))
        #expect(events.map(\.name) == ["offered"])
        #expect(fixture.order.openOffers.map(\.member) == [id(9)])
    }

    @Test("no order makes more than a hundred waves")
    func cap() {
        var fixture = WorkOrderFixture(members: (1...400).map { member($0) })
        for hour in 1...3_000 where !fixture.order.state.isFinal {
            fixture.passTime(to: wednesdayNine + .seconds(hour * 3_600))
            fixture.pool.absorb(member(UInt64(1_000 + hour)))
        }
        #expect(fixture.order.wave == WavePlan.mostWaves)
    }
}
