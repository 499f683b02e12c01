import Wire

extension Schema {
    /// The named objects inside, the outermost first.
    var named: [(name: String, schema: Schema)] {
        switch self {
        case .object(let name, let properties):
            (name.map { [($0, self)] } ?? []) + properties.flatMap(\.schema.named)
        case .array(let element, _): element.named
        default: []
        }
    }

    /// Writes the schema, a named object as a reference to its place among the components.
    func write(to w: inout ObjectWriter) {
        if case .object(let name?, _) = self {
            w.field("$ref", "#/components/schemas/\(name)")
        } else {
            writeInFull(to: &w)
        }
    }

    /// Writes the schema itself, in JSON Schema 2020-12 as OpenAPI 3.1 uses it.
    func writeInFull(to w: inout ObjectWriter) {
        switch self {
        case .string(let minLength, let maxLength, let pattern):
            w.field("type", "string")
            if minLength > 0 { w.field("minLength", minLength) }
            w.field("maxLength", maxLength)
            w.field("pattern", pattern)
        case .integer(let range):
            w.field("type", "integer")
            w.field("format", "int64")
            if range.lowerBound != .min { w.field("minimum", range.lowerBound) }
            if range.upperBound != .max { w.field("maximum", range.upperBound) }
        case .number: w.field("type", "number")
        case .boolean: w.field("type", "boolean")
        case .identifier:
            w.field("type", "string")
            w.field("format", "uuid")
        case .timestamp:
            w.field("type", "string")
            w.field("format", "date-time")
        case .date:
            w.field("type", "string")
            w.field("format", "date")
        case .areaCode:
            w.field("type", "string")
            w.field("pattern", Self.areaCodePattern)
        case .choice(let values):
            w.field("type", "string")
            w.field("enum", values)
        case .array(let element, let max):
            w.field("type", "array")
            w.object("items") { element.write(to: &$0) }
            w.field("maxItems", max)
        case .object(_, let properties): write(properties, to: &w)
        case .anyObject: w.field("type", "object")
        }
    }

    static let areaCodePattern = "^([0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$"

    private func write(_ properties: [Property], to w: inout ObjectWriter) {
        w.field("type", "object")
        w.object("properties") { w in
            for property in properties {
                w.object(property.name) { w in
                    property.schema.write(to: &w)
                    w.field("description", property.unit.map { "\(property.summary) Unit: \($0)." } ?? property.summary)
                }
            }
        }
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { w.field("required", required) }
        w.field("additionalProperties", false)
    }
}
