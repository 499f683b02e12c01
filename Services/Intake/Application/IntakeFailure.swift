public import Kernel

/// Why a command is refused that no rule of a request's life forbids.
public enum IntakeFailure: Error, Sendable, Hashable {
    /// The area is not the caller's.
    case areaOutOfScope(AreaCode)
    /// The category tree has no such category.
    case unknownCategory
}
