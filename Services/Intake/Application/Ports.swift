public import City
public import IntakeDomain
public import Kernel
public import Messaging
public import PersonalData
public import UseCases

/// How a request is found to be changed.
public enum RequestSelection: Sendable, Hashable {
    /// The one with this id.
    case request(ServiceRequestID)
    /// The one that a requester follows by this code and the last four digits of the phone.
    case tracked(TrackingCode, lastFour: String)
}

/// Where requests are kept.
public protocol IntakeStore: AggregateStore<ServiceRequest, RequestSelection> {
    /// Registers; registrations that come at the same time share a transaction and its decision.
    func register(_ draft: RegistrationDraft) async throws -> RegistrationOutcome

    /// Registers what came as messages, each exactly once: one outcome per entry, in order.
    func receive(_ entries: [InboxEntry], registrations: [RegistrationDraft]) async throws -> [Outcome]

    /// Applies messages about work orders, each exactly once: one outcome per entry, in order.
    ///
    /// - Parameter decide: gets the requests, loaded and locked, and the indexes of the entries to apply, in order.
    func receive(
        _ entries: [InboxEntry], requests: [ServiceRequestID], scope: AccessScope,
        decide: ([ServiceRequest], _ apply: [Int]) throws -> WorkOrderConsequences
    ) async throws -> [Outcome]

    /// Applies messages about areas, each exactly once: the last definition of each area counts.
    ///
    /// - Parameter decide: gets the indexes of the entries to apply, in order.
    func receive(
        _ entries: [InboxEntry], scope: AccessScope, decide: (_ apply: [Int]) -> [Area]
    ) async throws -> [Outcome]

    /// Reads a requester's contact and adds to the log of accesses in one transaction.
    ///
    /// - Parameters:
    ///   - member: the member who has to hold the grant of the request; nil where none is needed.
    ///   - decide: gets the moment at which the request ended. What it throws leaves no trace and is rethrown as it is.
    /// - Throws: `ChangeFault.notFound` if there is no such request in the scope, or no such grant.
    func reveal(
        _ id: ServiceRequestID, grantedTo member: MemberID?, scope: AccessScope,
        decide: (_ endedAt: Timestamp?) throws -> ContactAccess
    ) async throws -> Requester

    /// Forgets some of the responses that are too old to be replayed.
    ///
    /// - Returns: how many; 0 when none is left.
    func pruneResponses(olderThan age: Duration, scope: AccessScope) async throws -> Int
}

/// What is read of requests, each query within a scope.
public protocol RequestQueries: Sendable {
    /// One request; nil if it is not there or not in the scope.
    func request(_ id: ServiceRequestID, scope: AccessScope) async throws -> RequestDetail?

    /// A page of a list, newest first.
    func requests(_ filter: RequestFilter, scope: AccessScope) async throws -> [ServiceRequest]

    /// The requests of one phone, newest first: what a call-taker has to know while it rings.
    func requests(of phone: PhoneNumber, limit: Int, scope: AccessScope) async throws -> [ServiceRequest]

    /// Requests whose callback is due, the longest due first.
    func callbacksDue(_ page: CallbackPage, scope: AccessScope) async throws -> [ServiceRequest]

    /// What the requester sees; nil whichever of code and digits is wrong.
    func track(_ code: TrackingCode, lastFour: String, scope: AccessScope) async throws -> TrackedRequest?

    /// All areas of the city, with their mark.
    func areas(scope: AccessScope) async throws -> AreaTable

    /// By which a change of the areas is noticed, which is cheap to ask for.
    func areasMark(scope: AccessScope) async throws -> AreaTable.Mark
}
