/// Why a command of the operator's could not be carried out; its text is for the terminal.
public struct OperatorFault: Error, CustomStringConvertible {
    /// The exit status.
    ///
    /// Source: `sysexits.h`, where one fits.
    public enum Status: Int32, Sendable {
        /// What was checked does not hold.
        case failed = 1
        /// Something that has to be there is not (EX_UNAVAILABLE).
        case unavailable = 69
        /// The configuration is wrong (EX_CONFIG).
        case configuration = 78
    }

    public let status: Status
    public let description: String

    public static func demo(_ text: String) -> OperatorFault { OperatorFault(status: .failed, description: text) }
    public static func unavailable(_ text: String) -> OperatorFault {
        OperatorFault(status: .unavailable, description: text)
    }
    public static func configuration(_ text: String) -> OperatorFault {
        OperatorFault(status: .configuration, description: text)
    }
}
