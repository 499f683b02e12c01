public import City
public import Kernel

/// What a work order is issued with; none of it changes afterwards.
public struct WorkOrderTerms: Sendable, Hashable {
    /// The request that it serves.
    public let request: ServiceRequestID
    /// 1 for the first work order of a request.
    public let round: Int
    /// Path in the category tree.
    public let category: String
    /// How soon it has to be dealt with.
    public let urgency: Urgency
    /// The grid or community of the work.
    public let area: AreaCode
    /// What the catalogue says of the category, pinned.
    public let responsibility: Responsibility
    /// When the request's clock started.
    public let registeredAt: Timestamp
    /// When the order was issued.
    public let issuedAt: Timestamp
    /// Members who handled an earlier round, or declined one for a conflict of interest.
    public let conflicted: Set<MemberID>

    public init(
        request: ServiceRequestID, round: Int, category: String, urgency: Urgency, area: AreaCode,
        responsibility: Responsibility, registeredAt: Timestamp, issuedAt: Timestamp,
        conflicted: Set<MemberID> = []
    ) {
        self.request = request
        self.round = round
        self.category = category
        self.urgency = urgency
        self.area = area
        self.responsibility = responsibility
        self.registeredAt = registeredAt
        self.issuedAt = issuedAt
        self.conflicted = conflicted
    }

    /// The order's id: a request has one order a round, however often the message comes.
    public var id: WorkOrderID { .derived(from: "round:\(round)", in: request) }
}
