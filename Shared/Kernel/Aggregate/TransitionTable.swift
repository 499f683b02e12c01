/// Which commands an aggregate accepts in which state, and where they lead: one table that decisions, the answers to
/// callers and the tests all read.
public struct TransitionTable<State: Hashable & Sendable & CaseIterable, Command: Hashable & Sendable>: Sendable {
    /// One command, the states in which it is accepted, and the states that its events can lead to.
    public struct Line: Sendable {
        let command: Command
        let from: [State]
        let to: [State]

        /// Makes a line of the table.
        ///
        /// - Parameter to: empty where the command changes something else than the state.
        public init(_ command: Command, from: [State], to: [State]) {
            self.command = command
            self.from = from
            self.to = to
        }
    }

    private let commands: [State: [Command]]
    private let states: [State: [State]]

    /// Makes the table; a command may have several lines.
    public init(_ lines: [Line]) {
        var commands: [State: [Command]] = [:]
        var targets: [State: [State]] = [:]
        for line in lines {
            for state in line.from {
                if commands[state]?.contains(line.command) != true {
                    commands[state, default: []].append(line.command)
                }
                for target in line.to where targets[state]?.contains(target) != true {
                    targets[state, default: []].append(target)
                }
            }
        }
        self.commands = commands
        states = targets
    }

    /// Whether the command is accepted in the state.
    public func accepts(_ command: Command, in state: State) -> Bool {
        commands[state]?.contains(command) ?? false
    }

    /// The commands that are accepted in a state, in the order of the table.
    public func commands(in state: State) -> [Command] { commands[state] ?? [] }

    /// The states that can follow a state, in the order of the table.
    public func next(_ state: State) -> [State] { states[state] ?? [] }

    /// Whether no command leads on to another state.
    public func isFinal(_ state: State) -> Bool { next(state).isEmpty }
}
