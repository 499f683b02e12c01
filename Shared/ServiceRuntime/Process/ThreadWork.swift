import NIOPosix

/// Work that takes a thread for long, off the threads that serve requests.
public enum ThreadWork {
    /// Runs the work on a thread of NIO's pool.
    ///
    /// Source: swift-nio, `NIOThreadPool.singleton`: threads for blocking work, started when they are needed.
    public static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await NIOThreadPool.singleton.runIfActive(work)
    }
}
