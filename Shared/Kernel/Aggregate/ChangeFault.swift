/// Why a command never reached its aggregate.
public enum ChangeFault: Error, Sendable, Hashable {
    /// Nothing of the kind exists within the caller's scope.
    case notFound
    /// Somebody changed it after the caller had read it.
    case changedMeanwhile(current: Version)
}
