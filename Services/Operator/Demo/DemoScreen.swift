import DispatchContract
import IntakeContract
import Kernel
import Wire

/// Tells the demo's people of each event, and the record of what was told.
///
/// An event may come twice; the people then ask for what has happened already, and the services say so.
actor DemoScreen {
    private let people: DemoPeople
    private let record: DemoRecord
    private var submissions: [WorkOrderID: Int] = [:]
    /// What members' phones still show.
    private var openOffers: [WorkOrderID: Set<OfferID>] = [:]
    private var seen: Set<Identifier<MessageTag>> = []

    init(people: DemoPeople, record: DemoRecord) {
        self.people = people
        self.record = record
    }

    /// What somebody is going to do about an event; nil where nobody does anything.
    func show(_ envelope: Envelope, _ body: [UInt8]) async throws -> (@Sendable () async throws -> Void)? {
        guard seen.insert(envelope.id).inserted else { return nil }
        let people = people
        let request: ServiceRequestID = envelope.aggregate.retagged()
        let order: WorkOrderID = envelope.aggregate.retagged()
        switch envelope.type {
        case RequestRegistered.type:
            await record.heard(of: request)
            let told = try RequestRegistered(decoding: body)
            guard told.category == nil || !told.located else { return nil }
            return { try await people.triage(request, area: told.area) }
        case CallbackDue.type:
            let told = try CallbackDue(decoding: body)
            return { try await people.callBack(request, round: told.round) }
        case RequestCalledBack.type:
            let told = try RequestCalledBack(decoding: body)
            guard told.result == .unreachable, told.attempt == 1 else { return nil }
            return { try await people.callBack(request, round: told.round + 100) }
        case RequestClosed.type:
            await record.ended(request, how: "closed")
            return { try await people.rate(request) }
        case RequestHandedOver.type: await record.ended(request, how: "handed_over")
        case RequestRefused.type: await record.ended(request, how: "refused")
        case RequestWithdrawn.type: await record.ended(request, how: "withdrawn")
        case WorkOrderIssued.type:
            await record.issued(order)
        case WorkOrderOffered.type:
            let told = try WorkOrderOffered(decoding: body)
            await record.offered(told.requestID)
            openOffers[order, default: []].formUnion(told.offers.map(\.offerID))
            return { try await self.answer(told.offers, of: order) }
        case OffersExpired.type, WorkOrderCancelled.type: openOffers[order] = nil
        case WorkOrderAccepted.type:
            let told = try WorkOrderAccepted(decoding: body)
            await record.taken(order)
            openOffers[order] = nil
            return { try await people.work(order, member: told.memberID) }
        case WorkOrderSubmitted.type:
            submissions[order, default: 0] += 1
            let attempt = submissions[order] ?? 1
            return { try await people.verify(order, attempt: attempt) }
        case ReworkOrdered.type:
            let told = try ReworkOrdered(decoding: body)
            return { try await people.submit(order, member: told.memberID) }
        case WorkOrderVerified.type: await record.passed(order)
        case WorkOrderEscalated.type:
            let told = try WorkOrderEscalated(decoding: body)
            guard told.cause != .redLight, told.to.rank >= AreaLevel.street.rank else { return nil }
            return { try await people.assign(order, area: told.area) }
        default: break
        }
        return nil
    }

    /// Each member thinks, and then answers what the phone still shows.
    private func answer(_ offers: [OfferedMember], of order: WorkOrderID) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for offer in offers {
                group.addTask { [people] in
                    try await people.think(about: offer.offerID)
                    try await people.answer(offer: offer.offerID, member: offer.memberID) {
                        await self.shows(offer.offerID, of: order)
                    }
                }
            }
        }
    }

    private func shows(_ offer: OfferID, of order: WorkOrderID) -> Bool {
        openOffers[order]?.contains(offer) ?? false
    }
}

extension AreaLevel {
    /// 0 for a grid, 4 for the city.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
