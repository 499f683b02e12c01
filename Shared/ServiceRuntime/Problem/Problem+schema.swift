import Wire

extension Problem {
    /// What every problem carries.
    private static let common: [Schema.Property] = [
        .init("type", .string(), "Stable name of the problem: urn:minqing:problem:<slug>."),
        .init("title", .string(), "Kind of the problem, in Chinese."),
        .init("status", .integer(400...599), "HTTP status."),
        .init("detail", .string(), required: false, "Explanation of this occurrence."),
        .init("request_id", .string(), "Identifier of the request; also in the service's log."),
    ]

    /// What problems of some kinds carry besides; a member that is not here may not be added.
    static let details: [Schema.Property] = [
        .init("code", .string(), required: false, "Stable code of what is wrong with the body or a field."),
        .init("path", .string(), required: false, "Path of the field at fault, such as `items[2].phone`."),
        .init("offset", .integer(0...Int64.max), required: false, unit: "bytes", "Offset at which reading stopped."),
        .init("limit", .integer(0...Int64.max), required: false, "Limit that was exceeded."),
        .init("unit", .string(), required: false, "Unit of the limit: characters, bytes or elements."),
        .init("parameter", .string(), required: false, "Name of the query parameter at fault."),
        .init("header", .string(), required: false, "Name of the header at fault."),
        .init("accepted", .array(of: .string()), required: false, "Media types that the route accepts."),
        .init("state", .string(), required: false, "State that does not allow the operation."),
        .init("allowed", .array(of: .string()), required: false, "States that can follow."),
        .init("version", .integer(1...Int64.max), required: false, "Version that is current."),
        .init("retry_after", .integer(0...Int64.max), required: false, unit: "seconds", "Time to wait before a retry."),
        .init("gate", .string(), required: false, "Condition that is not met."),
        .init("rule", .string(), required: false, "Rule that does not allow it."),
        .init("missing", .array(of: .string()), required: false, "Columns that the file lacks."),
        .init("duplicate", .array(of: .string()), required: false, "Columns that the file names twice."),
        .init("unknown", .array(of: .string()), required: false, "Columns that the file may not have."),
    ]

    /// The form of the document.
    ///
    /// Why: a client has to ignore members that it does not know, so that kinds of problems can be added.
    /// Source: RFC 9457, section 3.2.
    static let schema = Schema.object(name: "Problem", common + details, unknown: .ignored)
}
