/// An error that says nothing about the work: the same can succeed later, as it is.
///
/// A caller hears 503 and when to come again; a consumer waits and keeps its messages.
public protocol TransientFailure: Error {
    /// Whether waiting may cure it.
    var isTransient: Bool { get }
}
