/// What a batch sends in pipeline mode, and the answers that it will get.
///
/// A statement that the connection has not prepared is prepared once, however often the batch runs it.
struct BatchPlan {
    /// Something that libpq sends.
    enum Step: Equatable {
        case prepare(StatementCache.Key, name: String)
        case run(name: String, Binds)
        case deallocate(name: String)
        case sync
    }

    private(set) var steps: [Step] = []
    private(set) var expectations: [BatchReplies.Expectation] = []
    /// Where COMMIT stands among the steps.
    private(set) var commitStep: Int?

    /// - Parameter mayDeallocate: not in a transaction that has failed, where the server takes nothing but its end.
    init(_ commands: [Command], statements: inout StatementCache, mayDeallocate: Bool) {
        steps.reserveCapacity(2 * commands.count + 2)
        expectations.reserveCapacity(2 * commands.count + 2)
        if mayDeallocate { deallocate(statements.takeEvicted()) }
        var fresh: [StatementCache.Key: String] = [:]
        for command in commands {
            let key = StatementCache.Key(text: command.text, types: command.binds.types)
            let name: String
            if let known = statements.find(key) ?? fresh[key] {
                name = known
            } else {
                name = statements.makeName()
                fresh[key] = name
                steps.append(.prepare(key, name: name))
                expectations.append(.prepare(key, name: name))
            }
            if command.role == .commit { commitStep = steps.count }
            steps.append(.run(name: name, command.binds))
            expectations.append(.command(command))
        }
        steps.append(.sync)
        expectations.append(.sync)
    }

    /// DEALLOCATE has a Sync of its own: it would take the snapshot that a following BEGIN with an isolation level
    /// must be the first to take.
    private mutating func deallocate(_ names: [String]) {
        guard !names.isEmpty else { return }
        for name in names {
            steps.append(.deallocate(name: name))
            expectations.append(.deallocate)
        }
        steps.append(.sync)
        expectations.append(.sync)
    }
}
