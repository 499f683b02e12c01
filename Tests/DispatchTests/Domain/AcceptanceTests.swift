import DispatchDomain
import Kernel
import Testing

@Suite("Accepting")
struct AcceptanceTests {
    @Test("the first who accepts has it, and the other offers are void")
    func winner() throws {
        var story = Story()
        let before = story.order
        try story.acceptBest(at: wednesdayNine + minutes(1))
        #expect(story.order.state == .accepted)
        #expect(story.order.holder == id(1))
        #expect(story.order.offers.map(\.state) == [.accepted, .void, .void])
        let effects = CandidateEffect.between(before, story.order)
        #expect(effects[id(1)]?.openOrders == 1)
        #expect(effects[id(1)]?.taken == 1)
        #expect(effects[id(2)] == nil)
    }

    @Test("everyone after the first hears that another was quicker")
    func race() throws {
        var story = Story()
        let offers = story.order.openOffers
        try story.acceptBest(at: wednesdayNine + minutes(1))
        for offer in offers.dropFirst() {
            #expect(throws: WorkOrderRejection.takenByAnother) {
                try story.at(wednesdayNine + minutes(1)) { deciding, _ throws(WorkOrderRejection) in
                    try deciding.accept(offer.id, by: offer.member)
                }
            }
        }
    }

    @Test("the winner who asks again gets the same answer and changes nothing")
    func again() throws {
        var story = Story()
        let offer = story.order.openOffers[0]
        try story.acceptBest(at: wednesdayNine + minutes(1))
        let told = try story.at(wednesdayNine + minutes(2)) { deciding, _ throws(WorkOrderRejection) in
            try deciding.accept(offer.id, by: offer.member)
        }
        #expect(told.isEmpty)
    }

    @Test("another member's offer is not there")
    func foreign() {
        var story = Story()
        let offer = story.order.openOffers[0]
        #expect(throws: WorkOrderRejection.noSuchOffer) {
            try story.at(wednesdayNine + minutes(1)) { deciding, _ throws(WorkOrderRejection) in
                try deciding.accept(offer.id, by: id(2))
            }
        }
    }

    @Test("an offer ends at its last moment, whether its timer has fired or not")
    func late() {
        var story = Story()
        let offer = story.order.openOffers[0]
        #expect(throws: WorkOrderRejection.offerClosed(.expired)) {
            try story.at(wednesdayNine + minutes(5)) { deciding, _ throws(WorkOrderRejection) in
                try deciding.accept(offer.id, by: offer.member)
            }
        }
        story.passTime(to: wednesdayNine + minutes(5))
        #expect(throws: WorkOrderRejection.offerClosed(.expired)) {
            try story.at(wednesdayNine + minutes(5)) { deciding, _ throws(WorkOrderRejection) in
                try deciding.accept(offer.id, by: offer.member)
            }
        }
    }

    @Test("who declined cannot accept, and may decline again")
    func declined() throws {
        var story = Story()
        let offer = story.order.openOffers[0]
        let now = wednesdayNine + minutes(1)
        try story.at(now) { deciding, pool throws(WorkOrderRejection) in
            try deciding.decline(offer.id, by: offer.member, reason: .away, pool: &pool)
        }
        #expect(throws: WorkOrderRejection.offerClosed(.declined)) {
            try story.at(now) { deciding, _ throws(WorkOrderRejection) in
                try deciding.accept(offer.id, by: offer.member)
            }
        }
        let told = try story.at(now) { deciding, pool throws(WorkOrderRejection) in
            try deciding.decline(offer.id, by: offer.member, reason: .away, pool: &pool)
        }
        #expect(told.isEmpty)
    }

    @Test(
        "fifty members after the same offers: exactly one decision is an acceptance", arguments: 0..<10 as Range<UInt64>
    )
    func fifty(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let members = (1...50).map { member($0) }
        var story = Story(issue(urgency: .emergency), members: members)
        var winners = 0
        for offer in story.order.openOffers.shuffled(using: &generator) {
            do throws(WorkOrderRejection) {
                try story.at(wednesdayNine + minutes(1)) { deciding, _ throws(WorkOrderRejection) in
                    try deciding.accept(offer.id, by: offer.member)
                }
                winners += 1
            } catch {
                #expect(error == .takenByAnother)
            }
        }
        #expect(winners == 1)
    }

    @Test("a unit assigns by hand while offers are open, and they become void")
    func assign() throws {
        var story = Story()
        try story.at(wednesdayNine + minutes(1)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.assign(id(15), of: city, from: pool)
        }
        #expect(story.order.holder == id(15))
        #expect(story.order.openOffers.isEmpty)
        #expect(story.events.last == .accepted(id(15), nil))
    }

    @Test("an assignment moves the order from one holder to the next, with a new arrival clock")
    func reassign() throws {
        var story = Story()
        try story.acceptBest(at: wednesdayNine + minutes(1))
        let before = story.order
        try story.at(wednesdayNine + minutes(9)) { deciding, pool throws(WorkOrderRejection) in
            try deciding.assign(id(15), of: city, from: pool)
        }
        let effects = CandidateEffect.between(before, story.order)
        #expect(effects[id(1)]?.openOrders == -1)
        #expect(effects[id(15)]?.openOrders == 1)
        #expect(story.order.clocks.map(\.kind) == [.signIn, .arrival, .arrival, .resolution])
        #expect(story.order.clock(.arrival)?.redAt == wednesdayNine + minutes(24))
        #expect(story.order.conflicted == [id(1)])
    }

    @Test("who belongs neither to the unit's area nor to the order's district is unknown to the unit")
    func assignElsewhere() throws {
        let far = area("330411001001001")
        var story = Story(issue(), members: [member(1, in: far), member(2, in: otherStreet)])
        #expect(throws: WorkOrderRejection.unknownMember) {
            try story.at(wednesdayNine) { deciding, pool throws(WorkOrderRejection) in
                try deciding.assign(id(1), of: area("330402001"), from: pool)
            }
        }
        try story.at(wednesdayNine) { deciding, pool throws(WorkOrderRejection) in
            try deciding.assign(id(2), of: area("330402001"), from: pool)
        }
        #expect(story.order.holder == id(2))
        try story.at(wednesdayNine) { deciding, pool throws(WorkOrderRejection) in
            try deciding.assign(id(1), of: city, from: pool)
        }
        #expect(story.order.holder == id(1))
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
        var story = Story(
            issue(responsibility: skilled),
            members: [
                member(1) {
                    $0.skills = ["legal"]
                    bar.adjust(&$0)
                }
            ])
        let decide: (inout Deciding, inout CandidatePool) throws(WorkOrderRejection) -> Void = {
            (deciding, pool) throws(WorkOrderRejection) in try deciding.assign(id(1), of: city, from: pool)
        }
        if let gate = bar.gate {
            #expect(throws: WorkOrderRejection.memberBarred(gate)) { try story.at(wednesdayNine, decide) }
        } else {
            #expect(throws: Never.self) { try story.at(wednesdayNine, decide) }
        }
        #expect(throws: WorkOrderRejection.unknownMember) {
            try story.at(wednesdayNine) { deciding, pool throws(WorkOrderRejection) in
                if deciding.order.holder != nil { throw .unknownMember }
                try deciding.assign(id(99), of: city, from: pool)
            }
        }
    }
}
