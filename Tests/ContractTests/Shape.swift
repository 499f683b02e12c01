import Wire

/// Compares what is written with what is declared.
enum Shape {
    /// The members that are there but not declared, declared but not there, in another order, or of another kind.
    static func mismatches(_ object: JSONObject, _ fields: [Schema.Property], path: String = "") -> [String] {
        guard object.keys == fields.map(\.name) else {
            return ["\(path): \(object.keys) is written and \(fields.map(\.name)) declared"]
        }
        return fields.flatMap { field in
            object[field.name].map { mismatches($0, field.schema, path: "\(path).\(field.name)") } ?? []
        }
    }

    private static func mismatches(_ value: JSONValue, _ schema: Schema, path: String) -> [String] {
        switch (schema, value) {
        case (.string, .string), (.identifier, .string), (.timestamp, .string), (.areaCode, .string): []
        case (.integer, .integer), (.number, .integer), (.number, .double), (.boolean, .bool): []
        case (.choice(let words), .string(let word)) where words.contains(word): []
        case (.object(_, let fields, _), .object(let object)): mismatches(object, fields, path: path)
        case (.array(let element, _), .array(let values)):
            values.enumerated().flatMap { mismatches($1, element, path: "\(path)[\($0)]") }
        default: ["\(path) is not of its declared type"]
        }
    }

    /// The same object without its optional members.
    static func minimal(_ object: JSONObject, _ fields: [Schema.Property]) -> JSONObject {
        var object = object
        for field in fields where !field.isRequired { object[field.name] = nil }
        return object
    }

    /// Every field with its full name, those inside objects and lists too.
    static func fields(_ fields: [Schema.Property], in path: String) -> [(path: String, field: Schema.Property)] {
        fields.flatMap { field -> [(path: String, field: Schema.Property)] in
            let name = "\(path).\(field.name)"
            var schema = field.schema
            while case .array(let element, _) = schema { schema = element }
            guard case .object(_, let inner, _) = schema else { return [(name, field)] }
            return [(name, field)] + Self.fields(inner, in: name)
        }
    }
}
