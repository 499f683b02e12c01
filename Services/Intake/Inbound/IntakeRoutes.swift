import City
public import IntakeApplication
public import ServiceRuntime

/// All routes of this service.
public struct IntakeRoutes: Sendable {
    private let intake: IntakeUseCases

    /// What the service says of itself.
    public static let description = ServiceDescription(
        name: CityContext.intake.name, title: "诉求受理 Intake", version: "1.0.0",
        summary: "受理各渠道诉求，直至评价。Registers service requests from every channel and follows them until they are rated.")

    /// Makes the routes.
    public init(_ intake: IntakeUseCases) {
        self.intake = intake
    }

    /// The routes, in the order of a request's life.
    public var endpoints: [Endpoint] {
        RegistrationRoutes(register: intake.register).endpoints + ReadingRoutes(queries: intake.queries).endpoints
            + TriageRoutes(change: intake.change, accept: intake.accept).endpoints
            + CallbackRoutes(change: intake.change, queries: intake.queries).endpoints
            + ContactRoutes(reveal: intake.reveal).endpoints + CallerRoutes(queries: intake.queries).endpoints
            + TrackingRoutes(change: intake.change, queries: intake.queries, scope: intake.scope).endpoints
    }
}

extension RequestInput where Caller == Principal {
    /// Whose rows the caller may see and change.
    var scope: AccessScope { AccessScope(area: principal.area, actor: principal.id) }
}
