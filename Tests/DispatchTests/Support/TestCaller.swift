import DispatchInbound
import Logging
import ServiceRuntime
import ServiceTestSupport

extension TestCaller {
    /// Calls dispatching.
    init(_ station: DispatchHarness) throws {
        self.init(
            api: try ServiceAPI(
                ServiceDescription(name: "dispatch", title: "Dispatch", version: "1.0.0", summary: "Work orders."),
                endpoints: DispatchRoutes(
                    change: station.change, queries: station.queries
                ).endpoints, authenticator: TestAuthenticator(), clock: ServiceClock(station.clock),
                logger: Logger(label: "test")))
    }
}
