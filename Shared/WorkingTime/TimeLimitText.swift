extension TimeLimit: LosslessStringConvertible {
    /// Reads a limit as rules, configuration and tables have it: `3wd` (working days), `4h`, `30min`, `15s` or `500ms`
    /// (working time, or plain time on a clock that runs day and night); `nil` for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= Self.greatestCount else { return nil }
        switch text.dropFirst(digits.count) {
        case "wd": self = .workingDays(Int(count))
        case "h": self = .workingTime(.hours(count))
        case "min": self = .workingTime(.minutes(count))
        case "s": self = .workingTime(.seconds(count))
        case "ms": self = .workingTime(WorkingDuration(milliseconds: count))
        default: return nil
        }
    }

    /// The limit as it is read, in the largest unit that is exact.
    public var description: String {
        switch self {
        case .workingDays(let count): return "\(count)wd"
        case .workingTime(let duration):
            let milliseconds = duration.milliseconds
            for (unit, length) in [("h", Int64(3_600_000)), ("min", 60_000), ("s", 1_000)]
            where milliseconds % length == 0 {
                return "\(milliseconds / length)\(unit)"
            }
            return "\(milliseconds)ms"
        }
    }

    /// Enough for a hundred years of milliseconds, and too few to overflow as hours.
    private static let greatestCount: Int64 = 2_000_000_000_000
}
