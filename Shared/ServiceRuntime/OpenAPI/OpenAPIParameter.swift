import Wire

/// One parameter of an operation.
struct OpenAPIParameter {
    let name: String
    let location: String
    let isRequired: Bool
    let summary: String
    let schema: Schema
    let isRepeated: Bool

    func write(to w: inout ObjectWriter) {
        w.field("name", name)
        w.field("in", location)
        w.field("required", isRequired)
        w.field("description", summary)
        w.object("schema") { OpenAPIDocument.printer.write(isRepeated ? .array(of: schema) : schema, to: &$0) }
    }
}

extension PathParameter.Kind {
    /// The form of the value.
    var schema: Schema {
        switch self {
        case .identifier: .identifier
        case .areaCode: .areaCode
        case .token(let maxLength): .string(minLength: 1, maxLength: maxLength, pattern: "^[A-Za-z0-9._-]+$")
        }
    }
}

extension QueryParameter.Kind {
    /// The form of the value.
    var schema: Schema {
        switch self {
        case .text(let maxLength): .string(maxLength: maxLength)
        case .identifier: .identifier
        case .choice(let values): .choice(values)
        case .integer(let range): .integer(Int64(range.lowerBound)...Int64(range.upperBound))
        case .boolean: .boolean
        case .timestamp: .timestamp
        case .date: .date
        case .areaCode: .areaCode
        case .cursor: .string(maxLength: 1_000, pattern: "^[A-Za-z0-9_-]+$")
        }
    }
}
