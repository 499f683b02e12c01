/// Waits until a condition holds, looking again after a pause: the one place where a benchmark polls.
///
/// - Parameters:
///   - pause: between two looks at the condition.
///   - share: how much of the time looking may take, so that a condition that asks a server does not disturb what is
///     measured; the pause grows with it, to two seconds at most, so that the end is not seen too late.
///   - fault: what did not come true, said when the time is up.
/// - Throws: a `BenchmarkFault` at the deadline; what the condition throws, at once.
func eventually(
    within limit: Duration, every pause: Duration = .milliseconds(5), takingAtMost share: Double = 1,
    otherwise fault: @autoclosure () -> String, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
        let start = clock.now
        if try await condition() { return }
        let end = clock.now
        guard end < deadline else { throw BenchmarkFault(fault()) }
        try await Task.sleep(for: max(pause, min((end - start) * (1 / share - 1), .seconds(2))))
    }
}
