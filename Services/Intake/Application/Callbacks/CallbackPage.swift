public import City
public import Kernel

/// A page of the callbacks that are due.
public struct CallbackPage: Sendable {
    /// Only those after this one, which ended the last page.
    public let after: (since: Timestamp, id: ServiceRequestID)?
    /// How many at most.
    public let limit: Int

    /// Makes a page.
    public init(after: (since: Timestamp, id: ServiceRequestID)? = nil, limit: Int) {
        self.after = after
        self.limit = limit
    }
}
