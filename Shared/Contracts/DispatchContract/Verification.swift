public import City
public import Kernel
public import Wire

// The verdict on a result.

extension DispatchLanguage {
    static let verification: [any Message.Type] = [WorkOrderVerified.self, ReworkOrdered.self]
}

/// Someone other than the handler verified the result.
public struct WorkOrderVerified: Message {
    public static let type = "dispatch.workorder.verified"
    public static let version = 1
    public static let summary = "Someone other than the handler verified the result."

    public let requestID: ServiceRequestID
    public let round: Int
    public let memberID: MemberID
    public let verifierID: ActorID
    public let category: String
    public let area: AreaCode
    public let result: ResultCode
    public let quarterHours: Int
    public let difficulty: Int
    public let urgency: Int
    public let profession: Int

    public init(
        requestID: ServiceRequestID, round: Int, memberID: MemberID, verifierID: ActorID, category: String,
        area: AreaCode, result: ResultCode, quarterHours: Int, difficulty: Int, urgency: Int, profession: Int
    ) {
        self.requestID = requestID
        self.round = round
        self.memberID = memberID
        self.verifierID = verifierID
        self.category = category
        self.area = area
        self.result = result
        self.quarterHours = quarterHours
        self.difficulty = difficulty
        self.urgency = urgency
        self.profession = profession
    }

    public static let fields = Fields(
        Self.init,
        Field("request_id", \.requestID, "Identifier of the request that the order serves."),
        Field(
            "round", \.round, within: 1...100, unit: "rounds",
            "Number of the round: 1 for the first work order of a request, one more at each reopening."),
        Field("member_id", \.memberID, "Identifier of the member who did the work."),
        Field("verifier_id", \.verifierID, "Identifier of the person who verified the result."),
        Field("category", \.category, "Path in the category tree, its levels joined by a slash."),
        Field("area", \.area, "Code of the area whose unit is responsible."),
        Field("result", \.result, "Verified result of the work."),
        Field("quarter_hours", \.quarterHours, within: 0...32, unit: "quarter hours", "Proved service time."),
        Field("difficulty", \.difficulty, within: 10...15, unit: "tenths", "Difficulty factor of the work."),
        Field("urgency", \.urgency, within: 10...15, unit: "tenths", "Urgency factor of the work."),
        Field("profession", \.profession, within: 10...13, unit: "tenths", "Profession factor of the work."))
}

/// The result did not pass; the member is to do it again.
public struct ReworkOrdered: Message {
    public static let type = "dispatch.workorder.rework_ordered"
    public static let version = 1
    public static let summary = "The result did not pass; the member is to do it again."

    public let memberID: MemberID
    public let reason: ReworkReason

    public init(memberID: MemberID, reason: ReworkReason) {
        self.memberID = memberID
        self.reason = reason
    }

    public static let fields = Fields(
        Self.init,
        Field("member_id", \.memberID, "Identifier of the member who holds the order."),
        Field("reason", \.reason, "Coded reason for which the result did not pass."))
}

/// Why a result did not pass verification, or did not hold.
public enum ReworkReason: String, WireEnumeration {
    /// The work was not done.
    case notDone = "not_done"
    /// Done poorly.
    case poorQuality = "poor_quality"
    /// The evidence does not show it.
    case noEvidence = "no_evidence"
    /// The requester says that it is not solved.
    case requesterDissatisfied = "requester_dissatisfied"
}
