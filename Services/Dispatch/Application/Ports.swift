public import City
public import DispatchDomain
public import Kernel
public import Messaging
public import UseCases

/// How work orders are found to be changed.
public enum WorkOrderSelection: Sendable, Hashable {
    /// The one with this id.
    case order(WorkOrderID)
    /// The one that was offered to the member under this offer.
    case offer(OfferID, MemberID)
    /// Those among these that no other process is changing at the moment, whose timers are set again.
    case due([WorkOrderID])
}

/// Where work orders are kept, together with the candidates that decisions match them with.
public protocol WorkOrderStore: AggregateStore<WorkOrder, WorkOrderSelection> {
    /// Applies messages about requests: loads and locks all orders of the requests and stores what was decided, each
    /// message exactly once.
    ///
    /// - Parameter decide: gets the orders and the indexes of the entries to apply, in order.
    func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Transition<WorkOrder>]
    ) async throws -> [Outcome]

    /// Orders on which something is due, the longest due first.
    func due(at now: Timestamp, limit: Int, scope: AccessScope) async throws -> [WorkOrderID]

    /// Sets an order's timer to a later moment.
    func postpone(_ id: WorkOrderID, to moment: Timestamp, scope: AccessScope) async throws

    /// Takes over what other processes changed about candidates.
    func refreshCandidates(scope: AccessScope) async throws
}

/// What is read of work orders, each query within a scope.
public protocol WorkOrderQueries: Sendable {
    /// One order.
    func order(_ id: WorkOrderID, scope: AccessScope) async throws -> WorkOrder?

    /// As many orders as the filter allows, the latest first.
    func orders(_ filter: WorkOrderFilter, scope: AccessScope) async throws -> [WorkOrderLine]

    /// The member's open offers, as many as the page allows, the soonest to run out first.
    func openOffers(
        of member: MemberID, at now: Timestamp, page: OfferPage, scope: AccessScope
    ) async throws -> [OfferLine]

    /// The orders that a member has in hand, the latest first.
    func ordersInHand(of member: MemberID, scope: AccessScope) async throws -> [WorkOrderLine]
}

/// Where the projection of members and areas is kept.
public protocol CandidateStore: Sendable {
    /// Applies messages about members, each exactly once.
    ///
    /// - Parameter decide: gets the stored candidates among the members and the indexes of the entries to apply.
    func receive(
        _ entries: [InboxEntry], members: [MemberID], scope: AccessScope,
        decide: ([MemberID: Candidate], _ apply: [Int]) -> CandidateChanges
    ) async throws -> [Outcome]

    /// Applies messages about areas: the last centre of each area counts.
    func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: (_ apply: [Int]) -> [AreaCode: GeoPoint]
    ) async throws -> [Outcome]
}

/// What messages about members came to.
public struct CandidateChanges: Sendable {
    /// Candidates as they are now.
    public var candidates: [Candidate]
    /// Streets on which a member may have become free for an order that nobody has.
    public var wokenStreets: [AreaCode]
    /// The moment of the change.
    public var at: Timestamp

    public init(candidates: [Candidate] = [], wokenStreets: [AreaCode] = [], at now: Timestamp) {
        self.candidates = candidates
        self.wokenStreets = wokenStreets
        at = now
    }
}
