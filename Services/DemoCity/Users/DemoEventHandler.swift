import City
import DispatchContract
import IntakeContract
import Kernel
import Wire

/// Finds out, for each event, which simulated user acts on it, and keeps the record up to date.
///
/// An event that comes twice is handled once.
actor DemoEventHandler {
    private let users: SimulatedUsers
    private let record: DemoRecord
    private let planIndex: PlanIndex
    /// Whether requests from before the run are worked on as well.
    private let takesAll: Bool
    private var submissions: [WorkOrderID: Int] = [:]
    /// What members' phones still show.
    private var openOffers: [WorkOrderID: Set<OfferID>] = [:]
    private var seen: Set<Identifier<MessageTag>> = []

    init(users: SimulatedUsers, record: DemoRecord, planIndex: PlanIndex, takesAll: Bool) {
        self.users = users
        self.record = record
        self.planIndex = planIndex
        self.takesAll = takesAll
    }

    /// What a user does about an event; nil where nobody does anything.
    func action(for envelope: Envelope, _ body: [UInt8]) async throws -> (@Sendable () async throws -> Void)? {
        guard seen.insert(envelope.id).inserted else { return nil }
        if envelope.type.hasPrefix("\(IntakeLanguage.source).") {
            return try await action(forRequest: envelope, body)
        }
        return try await action(forOrder: envelope, body)
    }

    private func action(
        forRequest envelope: Envelope, _ body: [UInt8]
    ) async throws -> (@Sendable () async throws -> Void)? {
        let (users, planIndex) = (users, planIndex)
        let request: ServiceRequestID = envelope.aggregate.retagged()
        if envelope.type == RequestRegistered.type {
            await planIndex.registered(request, because: envelope.causation)
            await record.seen(request)
            let event = try RequestRegistered(decoding: body)
            guard event.category == nil || !event.located else { return nil }
            return { try await users.triage(request, planIndex.key(of: request), area: event.area) }
        }
        guard await isOurs(request) else { return nil }
        switch envelope.type {
        case CallbackDue.type:
            let event = try CallbackDue(decoding: body)
            return { try await users.callBack(request, planIndex.key(of: request, round: event.round)) }
        case RequestCalledBack.type:
            let event = try RequestCalledBack(decoding: body)
            guard event.result == .unreachable, event.attempt == 1 else { return nil }
            return {
                let key = try await planIndex.key(of: request, round: event.round)
                try await users.callBack(request, key.attempt(event.attempt + 1))
            }
        case RequestClosed.type:
            await record.ended(request, how: "closed")
            return { try await users.rate(request) }
        case RequestHandedOver.type: await record.ended(request, how: "handed_over")
        case RequestRefused.type: await record.ended(request, how: "refused")
        case RequestWithdrawn.type: await record.ended(request, how: "withdrawn")
        default: break
        }
        return nil
    }

    private func action(
        forOrder envelope: Envelope, _ body: [UInt8]
    ) async throws -> (@Sendable () async throws -> Void)? {
        let (users, planIndex) = (users, planIndex)
        let order: WorkOrderID = envelope.aggregate.retagged()
        if envelope.type == WorkOrderIssued.type {
            let event = try WorkOrderIssued(decoding: body)
            await planIndex.issued(order, for: event.requestID, round: event.round)
        }
        let known = await planIndex.order(order)
        // An order from before the run stands for its request, which it may not name.
        let request = known?.request ?? order.retagged()
        guard await isOurs(request) else { return nil }
        let key = { @Sendable in try await planIndex.key(of: request, round: known?.round ?? 0) }
        switch envelope.type {
        case WorkOrderIssued.type: await record.progressed()
        case WorkOrderOffered.type:
            let event = try WorkOrderOffered(decoding: body)
            await record.offered(event.requestID)
            openOffers[order, default: []].formUnion(event.offers.map(\.offerID))
            return { try await self.answer(event, of: order, key()) }
        case OffersExpired.type, WorkOrderCancelled.type: openOffers[order] = nil
        case WorkOrderAccepted.type:
            let event = try WorkOrderAccepted(decoding: body)
            await record.progressed()
            openOffers[order] = nil
            return { try await users.work(order, member: event.memberID, key()) }
        case WorkOrderSubmitted.type:
            submissions[order, default: 0] += 1
            let attempt = submissions[order] ?? 1
            return { try await users.verify(order, key().attempt(attempt)) }
        case ReworkOrdered.type:
            let event = try ReworkOrdered(decoding: body)
            return { try await users.submit(order, member: event.memberID, key()) }
        case WorkOrderVerified.type: await record.progressed()
        case WorkOrderEscalated.type:
            let event = try WorkOrderEscalated(decoding: body)
            guard event.cause != .redLight, event.to.rank >= AreaLevel.street.rank else { return nil }
            return { try await users.assign(order, key(), area: event.area) }
        default: break
        }
        return nil
    }

    private func isOurs(_ request: ServiceRequestID) async -> Bool {
        if takesAll { return true }
        return await planIndex.isOfThisRun(request)
    }

    /// Each member thinks, and then answers what the phone still shows.
    private func answer(_ wave: WorkOrderOffered, of order: WorkOrderID, _ key: DrawKey) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for offer in wave.offers {
                group.addTask { [users] in
                    let key = key.wave(wave.wave, member: users.number(of: offer.memberID))
                    try await users.think(about: key)
                    try await users.answer(offer: offer.offerID, member: offer.memberID, key) {
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
