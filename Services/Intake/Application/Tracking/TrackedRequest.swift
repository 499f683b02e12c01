public import IntakeDomain
public import Kernel

/// What a requester sees of a request: no names, no lights.
public struct TrackedRequest: Sendable, Hashable {
    /// The request.
    public let request: ServiceRequest
    /// What happened, in order.
    public let steps: [Step]

    /// One thing that happened.
    public struct Step: Sendable, Hashable {
        /// The event's code.
        public let event: String
        /// When.
        public let at: Timestamp

        /// Makes a step.
        public init(event: String, at: Timestamp) {
            self.event = event
            self.at = at
        }
    }

    /// Makes the view.
    public init(request: ServiceRequest, steps: [Step]) {
        self.request = request
        self.steps = steps
    }
}
