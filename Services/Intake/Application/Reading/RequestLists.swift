public import City
public import IntakeDomain
public import Kernel

/// One request with what belongs to it.
public struct RequestDetail: Sendable {
    /// The request.
    public let request: ServiceRequest
    /// Why its location is to be checked.
    public let doubt: Placement.Doubt?
    /// The requester's words.
    public let text: RequestText
    /// Who asked; callers see it masked.
    public let requester: Requester
    /// The location in WGS 84.
    public let location: GeoPoint?

    /// Makes the detail.
    public init(
        request: ServiceRequest, doubt: Placement.Doubt?, text: RequestText, requester: Requester, location: GeoPoint?
    ) {
        self.request = request
        self.doubt = doubt
        self.text = text
        self.requester = requester
        self.location = location
    }
}

/// What a list shows.
public struct RequestFilter: Sendable, Hashable {
    /// Only those in this state.
    public var state: RequestState?
    /// Only those of this category and of those below it.
    public var category: Category?
    /// Only those of this area and of those in it.
    public var area: AreaCode?
    /// Only leaders' cases 包案, or none of them.
    public var leaderCase: Bool?
    /// Only those registered before this one, which ended the last page.
    public var before: ServiceRequestID?
    /// How many at most.
    public var limit: Int

    /// Makes a filter.
    public init(
        state: RequestState? = nil, category: Category? = nil, area: AreaCode? = nil, leaderCase: Bool? = nil,
        before: ServiceRequestID? = nil, limit: Int
    ) {
        self.state = state
        self.category = category
        self.area = area
        self.leaderCase = leaderCase
        self.before = before
        self.limit = limit
    }
}
