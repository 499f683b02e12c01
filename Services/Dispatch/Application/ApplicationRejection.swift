public import DispatchDomain

/// Why a command was not carried out, beyond what an order itself says.
public enum DispatchRejection: Error, Sendable, Hashable {
    /// Not there, or not in sight of who asks: the two answer alike.
    case notFound
    /// The order says no.
    case order(WorkOrderRejection)
}
