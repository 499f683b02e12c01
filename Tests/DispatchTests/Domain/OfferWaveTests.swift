import DispatchDomain
import Kernel
import Testing

@Suite("Waves of offers")
struct OfferWaveTests {
    @Test("an order is issued and offered to the three best for five minutes")
    func firstWave() {
        let story = Story()
        #expect(story.events.map(\.name) == ["issued", "offered"])
        #expect(story.order.state == .offering)
        #expect(story.order.version == Version(value: 2))
        #expect(story.order.openOffers.map(\.member) == [id(1), id(2), id(3)])
        #expect(story.order.openOffers.map(\.rank) == [1, 2, 3])
        #expect(story.order.openOffers.allSatisfy { $0.expiresAt == wednesdayNine + minutes(5) })
    }

    @Test("silence leads to eight for ten minutes, then to twenty of the street for fifteen")
    func laterWaves() {
        let members = (1...11).map { member($0) } + (100...140).map { member($0, in: otherCommunity) }
        var story = Story(members: members)
        #expect(story.passTime(to: wednesdayNine + minutes(5) - .microseconds(1)).isEmpty)
        #expect(story.passTime(to: wednesdayNine + minutes(5)).map(\.name) == ["offers_expired", "offered"])
        #expect(story.order.openOffers.count == 8)
        #expect(story.order.openOffers.allSatisfy { $0.expiresAt == wednesdayNine + minutes(15) && $0.wave == 2 })
        story.passTime(to: wednesdayNine + minutes(15))
        #expect(story.order.openOffers.count == 20)
        #expect(story.order.openOffers.allSatisfy { $0.member >= id(100) && $0.wave == 3 })
        #expect(story.order.openOffers.first?.expiresAt == wednesdayNine + minutes(30))
        #expect(story.order.offers.count { $0.state == .expired } == 11)
    }

    @Test("a wave that nobody passes for is skipped at once")
    func skipped() {
        let story = Story(members: [member(7, in: otherCommunity)])
        #expect(story.order.state == .offering)
        #expect(story.order.wave == 1)
        #expect(story.order.openOffers.map(\.member) == [id(7)])
    }

    @Test("with nobody on the street the order stands unassigned, and says what kept whom out")
    func nobody() {
        let story = Story(members: [member(1) { $0.availability = .busy }, member(2, in: otherStreet)])
        #expect(story.order.state == .unassigned)
        #expect(story.events.map(\.name) == ["issued"])
        #expect(story.order.lastLook.considered == 1)
        #expect(story.order.lastLook.shortfall == [.busy: 1])
    }

    @Test("an emergency goes to thirty-one of the street at once")
    func emergency() {
        let members = (1...20).map { member($0) } + (100...140).map { member($0, in: otherCommunity) }
        let story = Story(issue(urgency: .emergency), members: members)
        #expect(story.order.openOffers.count == 31)
        #expect(story.order.openOffers.first?.expiresAt == wednesdayNine + minutes(5))
    }

    @Test("once all of a wave have declined, the next wave follows at once")
    func allDecline() throws {
        var story = Story()
        let now = wednesdayNine + minutes(1)
        let first = story.order.openOffers
        for (place, offer) in first.enumerated() {
            let told = try story.at(now) { deciding, pool throws(WorkOrderRejection) in
                try deciding.decline(offer.id, by: offer.member, reason: .busy, pool: &pool)
            }
            #expect(told.map(\.name) == (place < 2 ? ["declined"] : ["declined", "offered"]))
        }
        #expect(story.order.openOffers.count == 8)
        #expect(Set(story.order.openOffers.map(\.member)).isDisjoint(with: first.map(\.member)))
        #expect(story.order.openOffers.first?.expiresAt == now + minutes(10))
    }

    @Test("a refusal with a reason costs nothing; silence counts")
    func cost() throws {
        var story = Story()
        let before = story.order
        let offer = before.openOffers[0]
        try story.at(wednesdayNine + minutes(1)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.decline(offer.id, by: offer.member, reason: .unwell, pool: &pool)
        }
        #expect(CandidateEffect.between(before, story.order)[offer.member] == nil)
        let offering = story.order
        story.passTime(to: wednesdayNine + minutes(5))
        let effects = CandidateEffect.between(offering, story.order)
        #expect(effects[id(2)]?.counted == 1)
        #expect(effects[id(2)]?.taken == 0)
        #expect(effects[offer.member] == nil)
    }

    @Test("an offer's id follows from order, wave and member")
    func ids() {
        #expect(Story().order.offers.map(\.id) == Story().order.offers.map(\.id))
        #expect(Set(Story().order.offers.map(\.id)).count == 3)
    }

    @Test("when the waves have run out a member who becomes free is asked without delay")
    func lookAgain() {
        var story = Story(members: [member(1)])
        story.passTime(to: wednesdayNine + minutes(5))
        #expect(story.order.state == .unassigned)
        story.pool.absorb(member(9, in: otherCommunity))
        let told = story.passTime(to: wednesdayNine + minutes(20))
        #expect(told.map(\.name) == ["offered"])
        #expect(story.order.openOffers.map(\.member) == [id(9)])
    }

    @Test("no order makes more than a hundred waves")
    func cap() {
        var story = Story(members: (1...400).map { member($0) })
        for hour in 1...3_000 where !story.order.state.isFinal {
            story.passTime(to: wednesdayNine + .seconds(hour * 3_600))
            story.pool.absorb(member(UInt64(1_000 + hour)))
        }
        #expect(story.order.wave == WavePlan.mostWaves)
    }
}
