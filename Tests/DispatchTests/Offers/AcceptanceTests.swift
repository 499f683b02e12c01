import City
import DispatchDomain
import Kernel
import Testing

@Suite("Accepting")
struct AcceptanceTests {
    @Test("the first who accepts has it, and the other offers are void")
    func winner() throws {
        var fixture = WorkOrderFixture()
        let before = fixture.order
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        #expect(fixture.order.state == .accepted)
        #expect(fixture.order.holder == id(1))
        #expect(fixture.order.offers.map(\.state) == [.accepted, .void, .void])
        let effects = CandidateEffect.between(before, fixture.order)
        #expect(effects[id(1)]?.openOrders == 1)
        #expect(effects[id(1)]?.taken == 1)
        #expect(effects[id(2)]?.isOnlyOffer == true)
        #expect(effects[id(2)]?.freed == 1)
    }

    @Test("everyone after the first hears that another was quicker")
    func race() throws {
        var fixture = WorkOrderFixture()
        let offers = fixture.order.openOffers
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        for offer in offers.dropFirst() {
            #expect(throws: WorkOrderRejection.takenByAnother) {
                try fixture.at(wednesdayNine + minutes(1), .accept(offer.id, by: offer.member))
            }
        }
    }

    @Test("the winner who asks again gets the same answer and changes nothing")
    func again() throws {
        var fixture = WorkOrderFixture()
        let offer = fixture.order.openOffers[0]
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        let events = try fixture.at(wednesdayNine + minutes(2), .accept(offer.id, by: offer.member))
        #expect(events.isEmpty)
    }

    @Test("another member's offer is not there")
    func foreign() {
        var fixture = WorkOrderFixture()
        let offer = fixture.order.openOffers[0]
        #expect(throws: WorkOrderRejection.noSuchOffer) {
            try fixture.at(wednesdayNine + minutes(1), .accept(offer.id, by: id(2)))
        }
    }

    @Test("an offer ends at its last moment, whether its timer has fired or not")
    func late() {
        var fixture = WorkOrderFixture()
        let offer = fixture.order.openOffers[0]
        #expect(throws: WorkOrderRejection.offerClosed(.expired)) {
            try fixture.at(wednesdayNine + minutes(5), .accept(offer.id, by: offer.member))
        }
        fixture.passTime(to: wednesdayNine + minutes(5))
        #expect(throws: WorkOrderRejection.offerClosed(.expired)) {
            try fixture.at(wednesdayNine + minutes(5), .accept(offer.id, by: offer.member))
        }
    }

    @Test("who declined cannot accept, and may decline again")
    func declined() throws {
        var fixture = WorkOrderFixture()
        let offer = fixture.order.openOffers[0]
        let now = wednesdayNine + minutes(1)
        try fixture.at(now, .decline(offer.id, by: offer.member, .away))
        #expect(throws: WorkOrderRejection.offerClosed(.declined)) {
            try fixture.at(now, .accept(offer.id, by: offer.member))
        }
        let events = try fixture.at(now, .decline(offer.id, by: offer.member, .away))
        #expect(events.isEmpty)
    }

    @Test(
        "fifty members after the same offers: exactly one decision is an acceptance", arguments: 0..<10 as Range<UInt64>
    )
    func fifty(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let members = (1...50).map { member($0) }
        var fixture = WorkOrderFixture(terms(urgency: .emergency), members: members)
        var winners = 0
        for offer in fixture.order.openOffers.shuffled(using: &generator) {
            do throws(WorkOrderRejection) {
                try fixture.at(wednesdayNine + minutes(1), .accept(offer.id, by: offer.member))
                winners += 1
            } catch {
                #expect(error == .takenByAnother)
            }
        }
        #expect(winners == 1)
    }

    @Test("a unit assigns by hand while offers are open, and they become void")
    func assign() throws {
        var fixture = WorkOrderFixture()
        try fixture.at(wednesdayNine + minutes(1), .assign(id(15), unitArea: city))
        #expect(fixture.order.holder == id(15))
        #expect(fixture.order.openOffers.isEmpty)
        #expect(fixture.events.last == .accepted(id(15), nil))
    }

    @Test("an assignment moves the order from one holder to the next, with a new arrival clock")
    func reassign() throws {
        var fixture = WorkOrderFixture()
        try fixture.acceptBest(at: wednesdayNine + minutes(1))
        let before = fixture.order
        try fixture.at(wednesdayNine + minutes(9), .assign(id(15), unitArea: city))
        let effects = CandidateEffect.between(before, fixture.order)
        #expect(effects[id(1)]?.openOrders == -1)
        #expect(effects[id(15)]?.openOrders == 1)
        #expect(fixture.order.clocks.map(\.kind) == [.signIn, .arrival, .arrival, .resolution])
        #expect(fixture.order.clock(.arrival)?.redAt == wednesdayNine + minutes(24))
        #expect(fixture.order.conflicted == [id(1)])
    }

    @Test("who belongs neither to the unit's area nor to the order's district is unknown to the unit")
    func assignElsewhere() throws {
        let far = area("330411001001001")
        var fixture = WorkOrderFixture(terms(), members: [member(1, in: far), member(2, in: otherStreet)])
        #expect(throws: WorkOrderRejection.unknownMember) {
            try fixture.at(wednesdayNine, .assign(id(1), unitArea: area("330402001")))
        }
        try fixture.at(wednesdayNine, .assign(id(2), unitArea: area("330402001")))
        #expect(fixture.order.holder == id(2))
        try fixture.at(wednesdayNine, .assign(id(1), unitArea: city))
        #expect(fixture.order.holder == id(1))
    }

    struct Bar: Sendable {
        let gate: Gate?
        let adjust: @Sendable (inout Candidate) -> Void
    }

    @Test(
        "by hand, only check-in, exemption, certificate and conflict still bar",
        arguments: [
            Bar(gate: .notCheckedIn) { $0.isCheckedIn = false }, Bar(gate: .exempt) { $0.availability = .exempt },
            Bar(gate: .certificateMissing) { $0.skills = [] }, Bar(gate: nil) { $0.availability = .busy },
            Bar(gate: nil) { $0.openOrders = 30 }, Bar(gate: nil) { $0.area = otherStreet },
        ])
    func bars(_ bar: Bar) {
        let skilled = Responsibility(skill: "legal", requiresCertificate: true)
        var fixture = WorkOrderFixture(
            terms(responsibility: skilled),
            members: [
                member(1) {
                    $0.skills = ["legal"]
                    bar.adjust(&$0)
                }
            ])
        do throws(WorkOrderRejection) {
            try fixture.at(wednesdayNine, .assign(id(1), unitArea: city))
            #expect(bar.gate == nil)
        } catch {
            #expect(bar.gate.map { .memberBarred($0) } == error)
        }
    }

    @Test("a member whom nobody knows cannot be assigned")
    func stranger() {
        var fixture = WorkOrderFixture()
        #expect(throws: WorkOrderRejection.unknownMember) {
            try fixture.at(wednesdayNine, .assign(id(99), unitArea: city))
        }
    }
}

extension WorkOrder {
    /// What members may answer to its offers, and what makes new ones.
    func offerCommands() -> [WorkOrderCommand] {
        guard let offer = openOffers.first ?? offers.last else { return [.offer] }
        return [.offer, .accept(offer.id, by: offer.member), .decline(offer.id, by: offer.member, .away)]
    }
}
