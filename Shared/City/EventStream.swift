/// The streams of events to which a context may subscribe: one for each kind of aggregate, named by the first two words
/// of its events' types.
public enum EventStream: String, CaseIterable, Sendable {
    /// Service requests 诉求.
    case requests = "intake.request"
    /// Work orders 工单.
    case workOrders = "dispatch.workorder"
    /// Members 党员.
    case members = "registry.member"
    /// Organisations 单位.
    case organisations = "registry.organisation"
    /// Areas, down to the grid 网格.
    case areas = "registry.area"
    /// Postings in the points ledger.
    case postings = "assessment.posting"

    /// As it stands before the last word of a type.
    public var name: String { rawValue }
}
