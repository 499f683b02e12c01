import Wire

/// As much of a JSON Schema validator as the AsyncAPI document's payloads need.
///
/// Source: JSON Schema 2020-12, the keywords type, required, properties, items, enum, minimum and maximum.
enum SchemaCheck {
    /// What of the value the schema does not allow, by path.
    static func faults(_ value: JSONValue, _ schema: JSONObject, at path: String = "$") -> [String] {
        var faults: [String] = []
        if case .string(let type)? = schema["type"], !allows(type, value) { faults.append("\(path) is no \(type)") }
        if case .array(let names)? = schema["enum"], !names.contains(value) { faults.append("\(path) is none of enum") }
        if case .integer(let number) = value {
            if case .integer(let least)? = schema["minimum"], number < least { faults.append("\(path) is too small") }
            if case .integer(let most)? = schema["maximum"], number > most { faults.append("\(path) is too large") }
        }
        if case .array(let elements) = value, case .object(let items)? = schema["items"] {
            for (index, element) in elements.enumerated() {
                faults += Self.faults(element, items, at: "\(path)[\(index)]")
            }
        }
        guard case .object(let object) = value else { return faults }
        if case .array(let required)? = schema["required"] {
            for case .string(let name) in required where object[name] == nil {
                faults.append("\(path).\(name) is missing")
            }
        }
        if case .object(let properties)? = schema["properties"] {
            for (name, member) in object.pairs {
                guard case .object(let schema)? = properties[name] else {
                    faults.append("\(path).\(name) is not described")
                    continue
                }
                faults += Self.faults(member, schema, at: "\(path).\(name)")
            }
        }
        return faults
    }

    private static func allows(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("string", .string), ("integer", .integer), ("boolean", .bool), ("array", .array), ("object", .object),
            ("number", .integer), ("number", .double):
            true
        default: false
        }
    }
}
