public import Wire

/// The requester was called back.
public struct RequestCalledBack: Message {
    /// The name under which it travels.
    public static let type = "intake.request.called_back"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "The requester was called back."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "result", type: .enumeration(CallbackResult.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "What the requester said."),
        FieldDescription(
            name: "resolved", type: .boolean, unit: nil, required: true,
            summary: "Whether the requester says that it is solved."),
        FieldDescription(
            name: "attempt", type: .integer, unit: "attempts", required: true,
            summary: "Which attempt of this round it was."),
    ]

    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// What the requester said.
    public let result: CallbackResult
    /// Whether the requester says that it is solved.
    public let resolved: Bool
    /// Which attempt of this round it was.
    public let attempt: Int

    /// Makes the message.
    public init(round: Int, result: CallbackResult, resolved: Bool, attempt: Int) {
        self.round = round
        self.result = result
        self.resolved = resolved
        self.attempt = attempt
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        round = Int(try object.integer("round", in: 1...100))
        result = try object.enumeration("result", as: CallbackResult.self)
        resolved = try object.bool("resolved")
        attempt = Int(try object.integer("attempt", in: 1...10))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("round", round)
        writer.field("result", result.rawValue)
        writer.field("resolved", resolved)
        writer.field("attempt", attempt)
    }
}
