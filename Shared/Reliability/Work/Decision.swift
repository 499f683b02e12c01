public import Messaging
public import Postgres

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

    /// Makes a decision of statements that say nothing of their rows: any number of them is taken.
    @_disfavoredOverload
    public init(statements: [SQL], events: [EventDraft] = [], result: Result) {
        self.init(statements: statements.map { Statement($0, rows: .any) }, events: events, result: result)
    }
}

extension Decision where Result == Void {
    /// Makes a decision that returns nothing.
    public init(statements: [Statement] = [], events: [EventDraft] = []) {
        self.init(statements: statements, events: events, result: ())
    }

    /// Makes a decision that returns nothing, of statements that say nothing of their rows.
    @_disfavoredOverload
    public init(statements: [SQL], events: [EventDraft] = []) {
        self.init(statements: statements, events: events, result: ())
    }
}
