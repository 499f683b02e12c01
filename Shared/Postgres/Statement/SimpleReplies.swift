/// Follows the answers to a script or a COPY outside pipeline mode, without touching libpq.
///
/// Source: PostgreSQL 15, 34.4 and 34.10: results until a null; COPY IN and COPY OUT stand between.
struct SimpleReplies {
    enum Reply {
        case result(affected: Int)
        case error(ServerFields)
        case copyIn
        case copyOut
        case end
    }

    enum Action: Equatable {
        case none
        /// COPY may begin.
        case ready
        /// The script contains a COPY FROM STDIN that nobody will feed.
        case refuseCopy
        case finished
        case confused
    }

    private let text: String
    private let expectsCopyIn: Bool
    private let expectsCopyOut: Bool

    /// The rows that the last counted command touched.
    private(set) var affected = 0

    /// The first error that the server reported.
    private(set) var failure: PostgresError?

    init(_ kind: Operation.Kind) {
        switch kind {
        case .copyIn(let text): (self.text, expectsCopyIn, expectsCopyOut) = (text, true, false)
        case .copyOut(let text): (self.text, expectsCopyIn, expectsCopyOut) = (text, false, true)
        case .script(let text): (self.text, expectsCopyIn, expectsCopyOut) = (text, false, false)
        case .batch: (text, expectsCopyIn, expectsCopyOut) = ("", false, false)
        }
    }

    mutating func receive(_ reply: Reply) -> Action {
        switch reply {
        case .result(let count):
            affected = count
            return .none
        case .error(let fields):
            note(PostgresError(code: fields.isFatal ? .connection : .server, server: fields, statement: text))
            return .none
        case .copyIn:
            guard !expectsCopyIn else { return .ready }
            note(PostgresError(code: .misuse, message: "COPY FROM STDIN belongs into copyIn", statement: text))
            return .refuseCopy
        case .copyOut:
            guard !expectsCopyOut else { return .ready }
            note(PostgresError(code: .misuse, message: "COPY TO STDOUT belongs into copyOut", statement: text))
            return .confused
        case .end:
            return .finished
        }
    }

    private mutating func note(_ error: PostgresError) {
        if failure == nil { failure = error }
    }
}
