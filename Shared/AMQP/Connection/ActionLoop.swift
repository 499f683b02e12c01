import DequeModule

/// Performs a state's actions one after the other.
///
/// What performing one leads to is performed behind those that are due already, never in the middle of one: a state's
/// owner is not called back while it calls.
final class ActionLoop<Action> {
    private var due: Deque<Action> = []
    private var isRunning = false

    func run(_ actions: some Sequence<Action>, perform: (Action) -> Void) {
        due.append(contentsOf: actions)
        guard !isRunning else { return }
        isRunning = true
        defer { isRunning = false }
        while let action = due.popFirst() { perform(action) }
    }
}
