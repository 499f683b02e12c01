import Kernel

/// Separates the servers' failures from the messages' own.
enum FailureKind {
    /// Whether the same batch may succeed later as it is.
    static func isTransient(_ error: any Error) -> Bool {
        (error as? any TransientFailure)?.isTransient ?? false
    }
}
