/// Waits until a condition holds, looking again after a pause: the one place where a benchmark polls.
///
/// Looking takes at most a tenth of the time, so that a condition which asks a server does not disturb what is measured;
/// a pause is never longer than two seconds, so that the end is not seen too late.
///
/// - Parameters:
///   - pause: between two looks at a condition that costs nothing.
///   - fault: what did not come true, said when the time is up.
/// - Throws: a `BenchmarkFault` at the deadline; what the condition throws, at once.
func eventually(
    within limit: Duration, every pause: Duration = .milliseconds(5), otherwise fault: () -> String,
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
        let start = clock.now
        if try await condition() { return }
        guard clock.now < deadline else { throw BenchmarkFault(fault()) }
        try await Task.sleep(for: min(max(pause, (clock.now - start) * 9), .seconds(2)))
    }
}
