public import IntakeApplication
public import ServiceRuntime

/// All routes of this service.
public struct IntakeRoutes: Sendable {
    private let register: RegisterRequests
    private let change: ChangeRequests
    private let queries: any RequestQueries

    /// What the service says of itself.
    public static let description = ServiceDescription(
        name: "intake", title: "诉求受理 Intake", version: "1.0.0",
        summary: "Registers service requests from every channel and follows them to their rating.")

    /// Makes the routes.
    public init(register: RegisterRequests, change: ChangeRequests, queries: any RequestQueries) {
        self.register = register
        self.change = change
        self.queries = queries
    }

    /// The routes, in the order of a request's life.
    public var endpoints: [Endpoint] {
        RegistrationRoutes(register: register).endpoints + ReadingRoutes(queries: queries).endpoints
            + TriageRoutes(change: change).endpoints + CallbackRoutes(change: change, queries: queries).endpoints
            + ContactRoutes(queries: queries).endpoints + CallerRoutes(queries: queries).endpoints
            + PublicRoutes(change: change, queries: queries).endpoints
    }
}
