/// The contexts of the suite, in the order in which an installation starts them: the one list of them.
///
/// A context's name is that of its program, its schema and login role, its user of the broker and the first word of its
/// queues, and the `source` of its events.
public enum CityContext: String, CaseIterable, Sendable {
    /// Who members are 党员, organisations, areas.
    case registry
    /// Service requests 诉求 and those who make them.
    case intake
    /// Work orders 工单: who does the work, and by when.
    case dispatch
    /// What service is worth: the ledger of points, rankings.
    case assessment

    /// As it stands in configurations, names of queues and types of events.
    public var name: String { rawValue }

    /// The names of all, in the order of the list.
    public static let names = allCases.map(\.name)
}
