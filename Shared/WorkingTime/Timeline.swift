import Kernel

/// A journal laid out as what a reading needs: when the clock ran, and by which rules.
struct Timeline {
    /// The rules in force from one entry to another.
    struct Regime {
        let from: Timestamp
        var policy: ClockPolicy
        var limit: TimeLimit
        var extensions: [TimeLimit]
        let start: Timestamp

        /// The working time left in all.
        ///
        /// An extension outlives a change of the rules, for a person has approved it.
        var allowed: WorkingDuration {
            extensions.reduce(limit.allowed(from: start, on: policy.calendar)) { $0 + $1.extra(on: policy.calendar) }
        }
    }

    /// When the clock ran; the last stretch has no end if it is running.
    private var runs: [(from: Timestamp, to: Timestamp?)] = []
    private var regimes: [Regime]

    /// The rules in force at the end.
    private(set) var current: Regime

    /// Lays out the entries known at a moment; `nil` before the start.
    init?(_ entries: [ClockEntry], at moment: Timestamp) {
        guard let first = entries.first, first.at <= moment, case .start(let policy, let limit) = first.action else {
            return nil
        }
        current = Regime(from: first.at, policy: policy, limit: limit, extensions: [], start: first.at)
        regimes = []
        runs = [(first.at, nil)]
        for entry in entries.dropFirst() where entry.at <= moment {
            switch entry.action {
            case .start: break
            case .pause, .stop: halt(at: entry.at)
            case .resume: runs.append((entry.at, nil))
            case .extend(let extra, _, _):
                change(at: entry.at) { $0.extensions.append(extra) }
            case .recalibrate(let policy, let limit):
                change(at: entry.at) {
                    $0.policy = policy
                    $0.limit = limit
                }
            }
        }
        regimes.append(current)
    }

    private mutating func halt(at moment: Timestamp) {
        guard let last = runs.last, last.to == nil else { return }
        runs[runs.count - 1].to = moment
    }

    private mutating func change(at moment: Timestamp, _ body: (inout Regime) -> Void) {
        regimes.append(current)
        current = Regime(
            from: moment, policy: current.policy, limit: current.limit, extensions: current.extensions,
            start: current.start)
        body(&current)
    }

    /// The working microseconds until a moment; exact, so that many pauses lose nothing to rounding.
    func elapsedMicroseconds(at moment: Timestamp) -> Int64 {
        runs.reduce(0) { total, run in
            total + current.policy.calendar.workingMicroseconds(from: run.from, to: min(run.to ?? moment, moment))
        }
    }

    /// When the warning share is reached by the rules in force at the end.
    func reachesYellow() -> Timestamp? {
        reaches(current.allowed.share(percent: current.policy.yellowPercent), by: current)
    }

    /// When the limit is reached: by the rules in force at the end, unless earlier rules had made it red by the time
    /// they were replaced.
    ///
    /// Rules replaced in the very moment they came make nothing red.
    func reachesRed() -> Timestamp? {
        for (regime, next) in zip(regimes, regimes.dropFirst()) where regime.from < next.from {
            if let moment = reaches(regime.allowed, by: regime), moment <= next.from { return moment }
        }
        return reaches(current.allowed, by: current)
    }

    /// When that much time has passed by the rules; not before they came into force.
    private func reaches(_ duration: WorkingDuration, by regime: Regime) -> Timestamp? {
        let calendar = regime.policy.calendar
        var remaining = duration.microseconds
        for run in runs {
            if let end = run.to {
                let worked = calendar.workingMicroseconds(from: run.from, to: end)
                guard remaining <= worked else {
                    remaining -= worked
                    continue
                }
            }
            return max(calendar.moment(afterMicroseconds: remaining, from: run.from), regime.from)
        }
        return nil
    }
}
