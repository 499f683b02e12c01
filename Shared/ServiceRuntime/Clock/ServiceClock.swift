public import Kernel

/// The clock that the configuration chose, in a form that generic code can hold.
public struct ServiceClock: TimeSource {
    private let source: any TimeSource

    /// Takes any clock.
    public init(_ source: any TimeSource) {
        self.source = source
    }

    /// The present moment of the clock that was taken.
    public func now() -> Timestamp { source.now() }
}

/// Makes the identifiers of a service: the chosen clock and the system's random bits.
public typealias ServiceIdentifiers = IdentifierSource<ServiceClock, SystemRandomSource>

extension IdentifierSource where Time == ServiceClock, Random == SystemRandomSource {
    /// Makes the source from a clock.
    public init(clock: any TimeSource) {
        self.init(time: ServiceClock(clock), random: SystemRandomSource())
    }
}
