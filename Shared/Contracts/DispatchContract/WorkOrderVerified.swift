public import Kernel
public import Wire

/// Someone other than the handler verified the result.
public struct WorkOrderVerified: Message {
    /// The name under which it travels.
    public static let type = "dispatch.workorder.verified"
    /// The major version of its schema.
    public static let version = 1
    /// What it says, in one sentence.
    public static let summary = "Someone other than the handler verified the result."
    /// The members, in the order they are written.
    public static let fields: [FieldDescription] = [
        FieldDescription(
            name: "request_id", type: .identifier, unit: nil, required: true,
            summary: "The request that the order serves."),
        FieldDescription(
            name: "round", type: .integer, unit: "rounds", required: true,
            summary: "1 for the first work order of a request; one more at each reopening."),
        FieldDescription(
            name: "member_id", type: .identifier, unit: nil, required: true,
            summary: "The member."),
        FieldDescription(
            name: "verifier_id", type: .identifier, unit: nil, required: true,
            summary: "Who verified it."),
        FieldDescription(
            name: "category", type: .string, unit: nil, required: true,
            summary: "Path in the category tree, its levels joined by a slash."),
        FieldDescription(
            name: "area", type: .areaCode, unit: nil, required: true,
            summary: "The area whose unit is responsible."),
        FieldDescription(
            name: "result", type: .enumeration(ResultCode.allCases.map(\.rawValue)), unit: nil, required: true,
            summary: "What the work came to."),
        FieldDescription(
            name: "quarter_hours", type: .integer, unit: "quarter hours", required: true,
            summary: "Proved service time."),
        FieldDescription(
            name: "difficulty", type: .integer, unit: "tenths", required: true,
            summary: "Difficulty factor."),
        FieldDescription(
            name: "urgency", type: .integer, unit: "tenths", required: true,
            summary: "Urgency factor."),
        FieldDescription(
            name: "profession", type: .integer, unit: "tenths", required: true,
            summary: "Profession factor."),
    ]

    /// The request that the order serves.
    public let requestID: ServiceRequestID
    /// 1 for the first work order of a request; one more at each reopening.
    public let round: Int
    /// The member.
    public let memberID: MemberID
    /// Who verified it.
    public let verifierID: ActorID
    /// Path in the category tree, its levels joined by a slash.
    public let category: String
    /// The area whose unit is responsible.
    public let area: AreaCode
    /// What the work came to.
    public let result: ResultCode
    /// Proved service time.
    ///
    /// Units: quarter hours.
    public let quarterHours: Int
    /// Difficulty factor.
    ///
    /// Units: tenths.
    public let difficulty: Int
    /// Urgency factor.
    ///
    /// Units: tenths.
    public let urgency: Int
    /// Profession factor.
    ///
    /// Units: tenths.
    public let profession: Int

    /// Makes the message.
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

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        requestID = try object.identifier("request_id")
        round = Int(try object.integer("round", in: 1...100))
        memberID = try object.identifier("member_id")
        verifierID = try object.identifier("verifier_id")
        category = try object.string("category")
        area = try object.areaCode("area")
        result = try object.enumeration("result", as: ResultCode.self)
        quarterHours = Int(try object.integer("quarter_hours", in: 0...32))
        difficulty = Int(try object.integer("difficulty", in: 10...15))
        urgency = Int(try object.integer("urgency", in: 10...15))
        profession = Int(try object.integer("profession", in: 10...13))
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("request_id", requestID)
        writer.field("round", round)
        writer.field("member_id", memberID)
        writer.field("verifier_id", verifierID)
        writer.field("category", category)
        writer.field("area", area)
        writer.field("result", result.rawValue)
        writer.field("quarter_hours", quarterHours)
        writer.field("difficulty", difficulty)
        writer.field("urgency", urgency)
        writer.field("profession", profession)
    }
}
