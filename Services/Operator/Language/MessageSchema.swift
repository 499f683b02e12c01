import Wire

/// A message's fields as JSON Schema, in the form that AsyncAPI 3.0 takes.
enum MessageSchema {
    static func write(_ fields: [FieldDescription], to object: inout ObjectWriter) {
        object.field("type", "object")
        let required = fields.filter(\.required).map(\.name)
        if !required.isEmpty { object.field("required", required) }
        object.object("properties") { properties in
            for field in fields {
                properties.object(field.name) { property in
                    write(field.type, to: &property)
                    property.field("description", field.summary)
                    property.field("x-unit", field.unit)
                }
            }
        }
        // A newer minor version may add fields: readers ignore what they do not know.
        object.field("additionalProperties", true)
    }

    private static func write(_ type: FieldType, to object: inout ObjectWriter) {
        switch type {
        case .string: object.field("type", "string")
        case .integer: object.field("type", "integer")
        case .number: object.field("type", "number")
        case .boolean: object.field("type", "boolean")
        case .identifier:
            object.field("type", "string")
            object.field("format", "uuid")
        case .timestamp:
            object.field("type", "string")
            object.field("format", "date-time")
        case .areaCode:
            object.field("type", "string")
            object.field("pattern", "^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$")
        case .enumeration(let names):
            object.field("type", "string")
            object.field("enum", names)
        case .array(let element):
            object.field("type", "array")
            object.object("items") { write(element, to: &$0) }
        case .object(let fields): write(fields, to: &object)
        }
    }
}
