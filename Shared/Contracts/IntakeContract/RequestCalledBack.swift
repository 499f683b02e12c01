public import Wire

/// The requester was called back.
public struct RequestCalledBack: Message {
    public static let type = "intake.request.called_back"
    public static let version = 1
    public static let summary = "The requester was called back."

    public let round: Int
    public let result: CallbackResult
    public let resolved: Bool
    public let attempt: Int

    public init(round: Int, result: CallbackResult, resolved: Bool, attempt: Int) {
        self.round = round
        self.result = result
        self.resolved = resolved
        self.attempt = attempt
    }

    public static let fields = Fields(
        Self.init,
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("result", \.result, "Answer of the requester."),
        Field("resolved", \.resolved, "Whether the requester says that the matter is solved."),
        Field(
            "attempt", \.attempt, within: 1...10, unit: "attempts", "Number of the attempt within the round, from 1."))
}
