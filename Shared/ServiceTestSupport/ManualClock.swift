public import Kernel
import Synchronization

/// A clock that stands until a test moves it.
public final class ManualClock: TimeSource {
    private let moment: Mutex<Timestamp>

    /// Stands at a moment.
    public init(_ moment: Timestamp) { self.moment = Mutex(moment) }

    /// Where it stands.
    public func now() -> Timestamp { moment.withLock { $0 } }

    /// Moves it on.
    public func advance(by duration: Duration) { moment.withLock { $0 += duration } }

    /// Sets it.
    public func move(to moment: Timestamp) { self.moment.withLock { $0 = moment } }
}
