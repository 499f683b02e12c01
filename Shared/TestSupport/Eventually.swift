/// The condition did not come true in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// Which condition did not hold, and how long it was waited for.
    public let description: String
}

/// How long a test waits for what has to come: it finds what hangs, not what is slow, on a machine that does other things.
public let patience: Duration = .seconds(120)

/// Waits until a condition holds, looking again every few milliseconds.
///
/// - Throws: ``NotInTime`` at the deadline; what the condition throws, at once.
public func eventually(
    within limit: Duration = patience, _ what: String = "the condition", fileID: String = #fileID,
    line: Int = #line,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            throw NotInTime(description: "\(what) did not hold within \(limit) (\(fileID):\(line))")
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
