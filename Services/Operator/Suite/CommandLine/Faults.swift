import AMQP
import Postgres
import Reliability

/// Turns what went wrong into its line and its exit code: the one place where that is decided.
public enum Faults {
    public static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            guard let fault = OperatorFault(explaining: error) else { throw error }
            Terminal.exit(fault)
        }
    }
}

extension OperatorFault {
    /// What an error means to an operator; nil where it is for the argument parser, as an exit code of its own is.
    public init?(explaining error: any Error) {
        switch error {
        case let fault as OperatorFault: self = fault
        case let error as PostgresError where error.isTransient:
            self = .unavailable("the database does not answer: run `minqing up`")
        case let error as PostgresError:
            self = .unavailable("the database refused: \(error.debugDescription)")
        case let error as AMQPError where error.code == .declarationMismatch:
            self = .configuration("the broker has another topology: \(error.debugDescription)")
        case let error as AMQPError where error.isRetriable:
            self = .unavailable("the broker does not answer: run `minqing up`")
        case let error as AMQPError: self = .unavailable("the broker refused: \(error.debugDescription)")
        case MigrationFault.changed(let name):
            self = .configuration("the migration \(name) is not the one that ran: migrations are append-only")
        case MigrationFault.unknown(let names):
            self = .configuration(
                "the schema is newer than this program, which does not know \(names.joined(separator: ", "))")
        default: return nil
        }
    }
}
