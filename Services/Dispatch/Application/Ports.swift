public import DispatchDomain
public import Kernel
public import Messaging

/// Which orders a command is about.
public enum OrderSelection: Sendable, Hashable {
    case order(WorkOrderID)
    /// The order of an offer, if the offer is this member's.
    case offer(OfferID, MemberID)
    /// Those of the list that nobody else has locked at the moment.
    case free([WorkOrderID])
}

/// What a decision writes: the orders with what they told.
public struct Changes<Result: Sendable>: Sendable {
    /// In the order of deciding; an order stands here once.
    public let changes: [Change]
    /// What the caller gets once it is committed.
    public let result: Result

    public init(_ changes: [Change], result: Result) {
        self.changes = changes
        self.result = result
    }
}

extension Changes where Result == Void {
    public init(_ changes: [Change]) {
        self.init(changes, result: ())
    }
}

/// Where work orders live.
///
/// A decision is synchronous: nothing can be awaited while rows are locked.
public protocol WorkOrderStore: Sendable {
    /// Locks the orders, decides, and writes state, journal, timer, audit and events in one transaction.
    ///
    /// What `decide` throws rolls back and is rethrown as it is.
    func change<Result: Sendable>(
        _ reach: Reach, _ selection: OrderSelection,
        decide: ([WorkOrder], inout CandidatePool) throws -> Changes<Result>
    ) async throws -> Result

    /// Applies a batch of a request's events, each exactly once and in order.
    ///
    /// - Parameters:
    ///   - requests: those that the batch tells of; all their orders are locked and handed over.
    ///   - decide: gets the orders and the indexes of the receipts to apply, in order.
    func receive(
        _ reach: Reach, _ receipts: [Receipt], requests: [ServiceRequestID],
        decide: ([WorkOrder], inout CandidatePool, _ apply: [Int]) throws -> [Change]
    ) async throws -> [Outcome]

    /// Orders on which something is due, longest overdue first.
    func due(_ reach: Reach, at now: Timestamp, limit: Int) async throws -> [WorkOrderID]

    /// Puts off an order whose time could not be passed, so that it doesn't stand in the way of the others.
    func postpone(_ reach: Reach, _ id: WorkOrderID, to moment: Timestamp) async throws

    /// Takes over what other processes changed of candidates and places.
    func refreshPool(_ reach: Reach) async throws
}

/// Where the projection of members and areas lives.
public protocol CandidateStore: Sendable {
    /// Applies a batch of members' events; those who may pass a gate now wake the unassigned orders of their street.
    func receive(_ reach: Reach, _ receipts: [Receipt], news: [StoredNews], now: Timestamp) async throws -> [Outcome]
    /// Applies a batch of areas' events.
    func receive(_ reach: Reach, _ receipts: [Receipt], places: [StoredPlace?]) async throws -> [Outcome]
}

/// A member's news as it came.
public struct StoredNews: Sendable, Hashable {
    public let member: MemberID
    /// nil for an event that matters nothing here.
    public let news: MemberNews?
    /// The area of the event's envelope.
    public let area: AreaCode
    /// When it happened.
    public let occurredAt: Timestamp

    public init(member: MemberID, news: MemberNews?, area: AreaCode, occurredAt: Timestamp) {
        self.member = member
        self.news = news
        self.area = area
        self.occurredAt = occurredAt
    }
}

/// An area with its centre.
public struct StoredPlace: Sendable, Hashable {
    public let area: AreaCode
    /// nil where the area has no shape of its own.
    public let centre: GeoPoint?

    public init(area: AreaCode, centre: GeoPoint?) {
        self.area = area
        self.centre = centre
    }
}
