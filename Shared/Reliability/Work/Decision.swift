public import Messaging

/// What a transaction is to write, decided without waiting for anything.
public struct Decision<Result: Sendable>: Sendable {
    /// State, journal and audit rows.
    public var statements: [Statement]
    /// What others are to hear of it, in order.
    public var events: [EventDraft]
    /// What the caller gets once it is committed.
    public var result: Result

    /// Makes a decision.
    public init(statements: [Statement] = [], events: [EventDraft] = [], result: Result) {
        self.statements = statements
        self.events = events
        self.result = result
    }
}

extension Decision where Result == Void {
    /// Makes a decision that returns nothing.
    public init(statements: [Statement] = [], events: [EventDraft] = []) {
        self.init(statements: statements, events: events, result: ())
    }
}
