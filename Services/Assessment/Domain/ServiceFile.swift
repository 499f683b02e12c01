public import City
public import Kernel

/// What is known of one work order, in whatever order its events came.
///
/// Dispatch publishes that it was submitted and verified, Intake that its result did not hold: two queues, so the
/// second can come first.
public struct ServiceFile: Hashable, Sendable {
    public let workOrder: WorkOrderID
    /// When its result was last reported.
    public var submittedAt: Timestamp?
    /// Whether the request was reopened because its result did not hold.
    public var isReopened: Bool
    /// The verified service.
    public var record: ServiceRecord?

    public init(
        workOrder: WorkOrderID, submittedAt: Timestamp? = nil, isReopened: Bool = false, record: ServiceRecord? = nil
    ) {
        self.workOrder = workOrder
        self.submittedAt = submittedAt
        self.isReopened = isReopened
        self.record = record
    }
}
