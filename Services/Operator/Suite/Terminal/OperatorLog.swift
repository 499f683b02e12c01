public import Logging

extension Logger {
    /// The log of the command line: errors, to standard error.
    public static var forOperator: Logger {
        var logger = Logger(label: "minqing") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        return logger
    }
}
