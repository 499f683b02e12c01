import Logging

extension Logger {
    /// An event that cannot come: ends the process in a debug build, and is logged in a release build.
    func outOfTurn(_ what: String) {
        assertionFailure(what)
        error("an event came out of turn", metadata: [AMQPLoggingKeys.reason: "\(what)"])
    }
}
