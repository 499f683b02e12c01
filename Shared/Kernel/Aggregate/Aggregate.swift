/// A thing with an identity and a version that changes by deciding on a command and applying the events of the decision.
///
/// Both functions are pure: they get the moment and the rules, and wait for nothing.
public protocol Aggregate: Sendable {
    /// What callers, messages and timers ask of it; imperatives.
    associatedtype Command: AggregateCommand
    /// What happened to it; past tense.
    associatedtype Event: Sendable
    /// Why a command is refused; part of the language, never a failure.
    associatedtype Rejection: Error, Sendable
    /// The figures that decisions go by.
    associatedtype Rules: Sendable
    /// What decisions of one transaction share and change; `Void` where there is nothing of the kind.
    associatedtype Resources = Void

    /// How many state changes it has seen.
    var version: Version { get }

    /// The events that a command leads to; none where the state is already what the command asks for.
    func decide(
        _ command: Command, at now: Timestamp, rules: Rules, using resources: inout Resources
    ) throws(Rejection) -> [Event]

    /// Takes an event in: the only way in which the aggregate changes.
    mutating func apply(_ event: Event, at now: Timestamp, rules: Rules)
}

extension Aggregate where Resources == Void {
    /// The events that a command leads to.
    public func decide(_ command: Command, at now: Timestamp, rules: Rules) throws(Rejection) -> [Event] {
        var nothing: Void = ()
        return try decide(command, at: now, rules: rules, using: &nothing)
    }
}

/// A command of an aggregate.
public protocol AggregateCommand: Sendable {
    /// The commands without what they carry: what a transition table and an audit row name.
    associatedtype Kind: RawRepresentable<String>, Hashable, Sendable, CaseIterable

    /// Which command it is.
    var kind: Kind { get }
}
