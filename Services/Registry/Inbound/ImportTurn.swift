import RegistryApplication
import ServiceRuntime

/// Lets one import in at a time.
///
/// Why: each holds its file, its rows and its report in memory; several at once would be the process's end. A caller who comes
/// in between is asked to come back.
actor ImportTurn {
    private var isTaken = false

    /// Runs an import.
    ///
    /// Throws: 503 while another one runs.
    func take<Result: Sendable>(_ run: @Sendable () async throws -> Result) async throws -> Result {
        guard !isTaken else { throw Problem.unavailable(retryAfterSeconds: 5) }
        isTaken = true
        defer { isTaken = false }
        return try await run()
    }
}

/// Reads the file on a thread of its own.
struct ImportWork: LongWork {
    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await ThreadWork.run(work)
    }
}
