public import City
public import DispatchDomain
public import Kernel
public import WorkingTime

/// What is asked of the list of work orders.
public struct WorkOrderFilter: Sendable, Hashable {
    public var state: WorkOrderState?
    /// Orders of this area and of those in it.
    public var area: AreaCode?
    public var light: Light?
    /// Range: 1…200.
    public var limit: Int
    /// Where the last page ended.
    public var after: Cursor?

    public init(
        state: WorkOrderState? = nil, area: AreaCode? = nil, light: Light? = nil, limit: Int = 50,
        after: Cursor? = nil
    ) {
        self.state = state
        self.area = area
        self.light = light
        self.limit = limit
        self.after = after
    }

    /// The place of an order in the list, the latest first.
    public struct Cursor: Sendable, Hashable {
        public let issuedAt: Timestamp
        public let id: WorkOrderID

        public init(issuedAt: Timestamp, id: WorkOrderID) {
            self.issuedAt = issuedAt
            self.id = id
        }
    }
}

/// One row of the list.
public struct WorkOrderLine: Sendable, Hashable {
    public let id: WorkOrderID
    public let request: ServiceRequestID
    public let round: Int
    public let category: String
    public let urgency: Urgency
    public let area: AreaCode
    public let responsibleArea: AreaCode
    public let state: WorkOrderState
    public let light: Light
    public let holder: MemberID?
    public let issuedAt: Timestamp
    public let nextDue: Timestamp?

    public init(
        id: WorkOrderID, request: ServiceRequestID, round: Int, category: String, urgency: Urgency, area: AreaCode,
        responsibleArea: AreaCode, state: WorkOrderState, light: Light, holder: MemberID?, issuedAt: Timestamp,
        nextDue: Timestamp?
    ) {
        self.id = id
        self.request = request
        self.round = round
        self.category = category
        self.urgency = urgency
        self.area = area
        self.responsibleArea = responsibleArea
        self.state = state
        self.light = light
        self.holder = holder
        self.issuedAt = issuedAt
        self.nextDue = nextDue
    }

    /// Where the next page begins if this is the last row.
    public var cursor: WorkOrderFilter.Cursor { WorkOrderFilter.Cursor(issuedAt: issuedAt, id: id) }
}

/// An open offer as its member sees it: enough to decide, and nothing of the requester.
public struct OfferLine: Sendable, Hashable {
    public let id: OfferID
    public let workOrder: WorkOrderID
    public let request: ServiceRequestID
    public let category: String
    public let urgency: Urgency
    public let area: AreaCode
    public let wave: Int
    public let offeredAt: Timestamp
    public let expiresAt: Timestamp

    public init(
        id: OfferID, workOrder: WorkOrderID, request: ServiceRequestID, category: String, urgency: Urgency,
        area: AreaCode, wave: Int, offeredAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.workOrder = workOrder
        self.request = request
        self.category = category
        self.urgency = urgency
        self.area = area
        self.wave = wave
        self.offeredAt = offeredAt
        self.expiresAt = expiresAt
    }
}

/// A page of a member's open offers.
public struct OfferPage: Sendable, Hashable {
    /// How many at most.
    public var limit: Int
    /// The last offer of the page before; nil for the first page.
    public var after: Cursor?

    public init(limit: Int = 50, after: Cursor? = nil) {
        self.limit = limit
        self.after = after
    }

    /// An offer's position in the list.
    public struct Cursor: Sendable, Hashable {
        /// When it runs out.
        public let expiresAt: Timestamp
        /// Its id.
        public let id: OfferID

        public init(expiresAt: Timestamp, id: OfferID) {
            self.expiresAt = expiresAt
            self.id = id
        }
    }
}
