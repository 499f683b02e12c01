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
    private let numbering: Numbering
    /// Whether requests from before the run are worked on as well.
    private let takesAll: Bool
    private var submissions: [WorkOrderID: Int] = [:]
    /// What members' phones still show.
    private var openOffers: [WorkOrderID: Set<OfferID>] = [:]
    private var seen: Set<Identifier<MessageTag>> = []

    init(people: DemoPeople, record: DemoRecord, numbering: Numbering, takesAll: Bool) {
        self.people = people
        self.record = record
        self.numbering = numbering
        self.takesAll = takesAll
    }

    /// What somebody is going to do about an event; nil where nobody does anything.
    func show(_ envelope: Envelope, _ body: [UInt8]) async throws -> (@Sendable () async throws -> Void)? {
        guard seen.insert(envelope.id).inserted else { return nil }
        if envelope.type.hasPrefix("\(IntakeLanguage.source).") {
            return try await show(requestEvent: envelope, body)
        }
        return try await show(orderEvent: envelope, body)
    }

    private func show(
        requestEvent envelope: Envelope, _ body: [UInt8]
    ) async throws -> (@Sendable () async throws -> Void)? {
        let (people, numbering) = (people, numbering)
        let request: ServiceRequestID = envelope.aggregate.retagged()
        if envelope.type == RequestRegistered.type {
            await numbering.registered(request, because: envelope.causation)
            await record.heard(of: request)
            let told = try RequestRegistered(decoding: body)
            guard told.category == nil || !told.located else { return nil }
            return { try await people.triage(request, numbering.occasion(of: request), area: told.area) }
        }
        guard await isOurs(request) else { return nil }
        switch envelope.type {
        case CallbackDue.type:
            let told = try CallbackDue(decoding: body)
            return { try await people.callBack(request, numbering.occasion(of: request, round: told.round)) }
        case RequestCalledBack.type:
            let told = try RequestCalledBack(decoding: body)
            guard told.result == .unreachable, told.attempt == 1 else { return nil }
            return {
                let occasion = try await numbering.occasion(of: request, round: told.round)
                try await people.callBack(request, occasion.attempt(told.attempt + 1))
            }
        case RequestClosed.type:
            await record.ended(request, how: "closed")
            return { try await people.rate(request) }
        case RequestHandedOver.type: await record.ended(request, how: "handed_over")
        case RequestRefused.type: await record.ended(request, how: "refused")
        case RequestWithdrawn.type: await record.ended(request, how: "withdrawn")
        default: break
        }
        return nil
    }

    private func show(
        orderEvent envelope: Envelope, _ body: [UInt8]
    ) async throws -> (@Sendable () async throws -> Void)? {
        let (people, numbering) = (people, numbering)
        let order: WorkOrderID = envelope.aggregate.retagged()
        if envelope.type == WorkOrderIssued.type {
            let told = try WorkOrderIssued(decoding: body)
            await numbering.issued(order, for: told.requestID, round: told.round)
        }
        let known = await numbering.order(order)
        // An order from before the run stands for its request, which it may not name.
        let request = known?.request ?? order.retagged()
        guard await isOurs(request) else { return nil }
        let occasion = { @Sendable in try await numbering.occasion(of: request, round: known?.round ?? 0) }
        switch envelope.type {
        case WorkOrderIssued.type: await record.progressed()
        case WorkOrderOffered.type:
            let told = try WorkOrderOffered(decoding: body)
            await record.offered(told.requestID)
            openOffers[order, default: []].formUnion(told.offers.map(\.offerID))
            return { try await self.answer(told, of: order, occasion()) }
        case OffersExpired.type, WorkOrderCancelled.type: openOffers[order] = nil
        case WorkOrderAccepted.type:
            let told = try WorkOrderAccepted(decoding: body)
            await record.progressed()
            openOffers[order] = nil
            return { try await people.work(order, member: told.memberID, occasion()) }
        case WorkOrderSubmitted.type:
            submissions[order, default: 0] += 1
            let attempt = submissions[order] ?? 1
            return { try await people.verify(order, occasion().attempt(attempt)) }
        case ReworkOrdered.type:
            let told = try ReworkOrdered(decoding: body)
            return { try await people.submit(order, member: told.memberID, occasion()) }
        case WorkOrderVerified.type: await record.progressed()
        case WorkOrderEscalated.type:
            let told = try WorkOrderEscalated(decoding: body)
            guard told.cause != .redLight, told.to.rank >= AreaLevel.street.rank else { return nil }
            return { try await people.assign(order, occasion(), area: told.area) }
        default: break
        }
        return nil
    }

    private func isOurs(_ request: ServiceRequestID) async -> Bool {
        if takesAll { return true }
        return await numbering.isOfThisRun(request)
    }

    /// Each member thinks, and then answers what the phone still shows.
    private func answer(_ wave: WorkOrderOffered, of order: WorkOrderID, _ occasion: Occasion) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for offer in wave.offers {
                group.addTask { [people] in
                    let occasion = occasion.wave(wave.wave, member: people.number(of: offer.memberID))
                    try await people.think(about: occasion)
                    try await people.answer(offer: offer.offerID, member: offer.memberID, occasion) {
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
