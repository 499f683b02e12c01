public import City
public import IntakeDomain
public import Kernel
public import UseCases

/// All that can be asked of Intake, on one store and by one set of rules.
public struct IntakeUseCases: Sendable {
    /// Registers requests.
    public let register: RegisterRequests
    /// Accepts them for handling.
    public let accept: AcceptRequest
    /// Carries out every other command to one request.
    public let change: ChangeHandler<ServiceRequest, RequestSelection>
    /// Shows contacts.
    public let reveal: RevealContact
    /// Takes events of work orders.
    public let followWorkOrders: FollowWorkOrders
    /// Takes events of areas.
    public let followAreas: FollowAreas
    /// The map of the city's areas.
    public let directory: AreaDirectory
    /// Reads.
    public let queries: any RequestQueries
    /// The whole installation's area, for what concerns no caller's own: messages, and requesters with a code.
    public let scope: AccessScope

    /// Puts them together.
    public init(
        store: some IntakeStore, queries: any RequestQueries, catalogue: RegisterRequests.Catalogue,
        rules: RequestRules, city: AreaCode, random: any RandomSource
    ) {
        let scope = AccessScope(area: city)
        self.scope = scope
        self.queries = queries
        directory = AreaDirectory(queries: queries, scope: scope)
        register = RegisterRequests(
            store: store, catalogue: catalogue, areas: directory, city: city, random: random)
        change = ChangeHandler(store: store, rules: rules)
        accept = AcceptRequest(change: change, tree: catalogue.tree)
        reveal = RevealContact(store: store, rules: rules, scope: scope)
        followWorkOrders = FollowWorkOrders(store: store, rules: rules, scope: scope)
        followAreas = FollowAreas(store: store, scope: scope)
    }
}
