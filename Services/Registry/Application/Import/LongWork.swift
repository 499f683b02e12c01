/// Where work runs that takes a thread for long, such as reading a file of megabytes.
///
/// Why: the threads that carry every request are as many as the cores; one that reads a file serves nobody else.
public protocol LongWork: Sendable {
    /// Runs the work and gives back what it gives.
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result
}

/// Runs the work where the caller is, for files that are small.
public struct InlineWork: LongWork {
    public init() {}

    public func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try work()
    }
}
