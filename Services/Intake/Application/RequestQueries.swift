public import IntakeDomain
public import Kernel
public import PersonalData

/// What can be read of requests: the port that Storage fills.
public protocol RequestQueries: Sendable {
    /// One request; nil if it is not there or not in the area.
    func request(_ id: ServiceRequestID, for acting: Acting) async throws -> RequestDetail?

    /// A page of a list, newest first.
    func requests(_ filter: RequestFilter, for acting: Acting) async throws -> [ServiceRequest]

    /// The requests of one phone, newest first: what a call-taker wants to know while it rings.
    func requests(of phone: PhoneNumber, limit: Int, for acting: Acting) async throws -> [ServiceRequest]

    /// Requests whose callback is due, the longest due first.
    func callbacksDue(_ page: CallbackPage, for acting: Acting) async throws -> [ServiceRequest]

    /// What the requester sees; nil whichever of code and digits is wrong.
    func track(_ code: TrackingCode, lastFour: String) async throws -> TrackedRequest?

    /// Shows a requester's contact and writes down that it was shown.
    ///
    /// - Returns: nil if there is no such request, or the caller may not see it.
    func reveal(_ id: ServiceRequestID, to reader: ContactReader, at now: Timestamp) async throws -> Requester?

    /// All areas that the registry told of, with the moment of the last change.
    func areas() async throws -> AreaTable

    /// The moment of the areas' last change and their number, which is cheap to ask for.
    func areasMark() async throws -> AreaTable.Mark
}

/// One request with what belongs to it.
public struct RequestDetail: Sendable {
    /// The request.
    public let request: ServiceRequest
    /// Why its place is to be checked.
    public let doubt: Placement.Doubt?
    /// The requester's words.
    public let text: RequestText
    /// Who asked; callers see it masked.
    public let requester: Requester
    /// The place in WGS 84.
    public let place: GeoPoint?

    /// Makes the detail.
    public init(
        request: ServiceRequest, doubt: Placement.Doubt?, text: RequestText, requester: Requester, place: GeoPoint?
    ) {
        self.request = request
        self.doubt = doubt
        self.text = text
        self.requester = requester
        self.place = place
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

/// A page of the callbacks that are due.
public struct CallbackPage: Sendable, Hashable {
    /// Only those after this one, which ended the last page.
    public var after: (since: Timestamp, id: ServiceRequestID)?
    /// How many at most.
    public var limit: Int

    /// Makes a page.
    public init(after: (since: Timestamp, id: ServiceRequestID)? = nil, limit: Int) {
        self.after = after
        self.limit = limit
    }

    /// Whether both are the same page.
    public static func == (left: Self, right: Self) -> Bool {
        left.after?.since == right.after?.since && left.after?.id == right.after?.id && left.limit == right.limit
    }

    /// Feeds the page's place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(after?.id)
        hasher.combine(limit)
    }
}

/// What a requester sees of a request: no names, no lights.
public struct TrackedRequest: Sendable, Hashable {
    /// The request.
    public let request: ServiceRequest
    /// What happened, in order.
    public let steps: [Step]

    /// One thing that happened.
    public struct Step: Sendable, Hashable {
        /// The event's code.
        public let event: String
        /// When.
        public let at: Timestamp

        /// Makes a step.
        public init(event: String, at: Timestamp) {
            self.event = event
            self.at = at
        }
    }

    /// Makes the view.
    public init(request: ServiceRequest, steps: [Step]) {
        self.request = request
        self.steps = steps
    }
}

/// Who wants to see a contact.
public enum ContactReader: Sendable, Hashable {
    /// The member who took the work order on.
    case member(MemberID)
    /// Staff in their own area, with a reason.
    case staff(Acting, role: String, reason: String)
}

/// The areas as they are kept.
public struct AreaTable: Sendable {
    /// The areas.
    public let areas: [Area]
    /// What tells whether they have changed.
    public let mark: Mark

    /// The number of areas and the moment of the last change.
    public struct Mark: Sendable, Hashable {
        let count: Int64
        let changedAt: Timestamp?

        /// Makes a mark.
        public init(count: Int64, changedAt: Timestamp?) {
            self.count = count
            self.changedAt = changedAt
        }
    }

    /// Makes the table.
    public init(areas: [Area], mark: Mark) {
        self.areas = areas
        self.mark = mark
    }
}
