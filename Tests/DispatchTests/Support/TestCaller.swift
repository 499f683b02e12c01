import DispatchInbound
import Logging
import ServiceRuntime
import ServiceTestSupport

extension TestCaller {
    /// Calls dispatching.
    init(_ harness: DispatchHarness) throws {
        self.init(
            api: try ServiceAPI(
                ServiceDescription(name: "dispatch", title: "Dispatch", version: "1.0.0", summary: "Work orders."),
                endpoints: DispatchRoutes(
                    change: harness.change, queries: harness.queries
                ).endpoints, authenticator: TestAuthenticator(), clock: ServiceClock(harness.clock),
                logger: Logger(label: "test")))
    }
}
