/// Prints schemas as JSON Schema, for every document that we publish.
///
/// Source: JSON Schema 2020-12.
public struct SchemaPrinter: Sendable {
    private let components: String?

    /// Makes a printer.
    ///
    /// - Parameter components: where named objects stand, as in `#/components/schemas/`; `nil` writes them in full.
    public init(components: String? = nil) {
        self.components = components
    }

    /// Writes a schema's keywords into an object; a named object as a reference.
    public func write(_ schema: Schema, to w: inout ObjectWriter) {
        if let components, case .object(let name?, _, _) = schema {
            w.field("$ref", components + name)
        } else {
            writeInFull(schema, to: &w)
        }
    }

    /// Writes a schema's keywords into an object, the outermost one in full even where it has a name.
    public func writeInFull(_ schema: Schema, to w: inout ObjectWriter) {
        switch schema {
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
        case .number(let range):
            w.field("type", "number")
            w.field("minimum", range?.lowerBound)
            w.field("maximum", range?.upperBound)
        case .boolean: w.field("type", "boolean")
        case .identifier: text("uuid", to: &w)
        case .timestamp: text("date-time", to: &w)
        case .date: text("date", to: &w)
        case .areaCode:
            w.field("type", "string")
            w.field("pattern", Self.areaCodePattern)
        case .choice(let values):
            w.field("type", "string")
            w.field("enum", values)
        case .array(let element, let max):
            w.field("type", "array")
            w.object("items") { write(element, to: &$0) }
            w.field("maxItems", max)
        case .object(_, let properties, let unknown): write(properties, unknown, to: &w)
        case .anyObject: w.field("type", "object")
        }
    }

    /// What ``AreaCode`` takes.
    static let areaCodePattern = "^[1-9]([0-9]{3}|[0-9]{5}|[0-9]{8}|[0-9]{11}|[0-9]{14})$"

    private func text(_ format: String, to w: inout ObjectWriter) {
        w.field("type", "string")
        w.field("format", format)
    }

    private func write(_ properties: [Schema.Property], _ unknown: Schema.UnknownMembers, to w: inout ObjectWriter) {
        w.field("type", "object")
        w.object("properties") { w in
            for property in properties {
                w.object(property.name) { w in
                    write(property.schema, to: &w)
                    w.field("description", property.summary)
                    w.field("x-unit", property.unit)
                }
            }
        }
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { w.field("required", required) }
        w.field("additionalProperties", unknown == .ignored)
    }
}
