public import Kernel

/// A page of the callbacks that are due.
public struct CallbackPage: Sendable, Hashable {
    /// Only those after this one, which ended the last page.
    public var after: (since: Timestamp, id: ServiceRequestID)?
    /// How many at most.
    public var limit: Int

    /// Makes a page.
    public init(after: (since: Timestamp, id: ServiceRequestID)? = nil, limit: Int) {
        self.after = after
        self.limit = limit
    }

    /// Whether both are the same page.
    public static func == (left: Self, right: Self) -> Bool {
        left.after?.since == right.after?.since && left.after?.id == right.after?.id && left.limit == right.limit
    }

    /// Feeds the page's place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(after?.id)
        hasher.combine(limit)
    }
}
