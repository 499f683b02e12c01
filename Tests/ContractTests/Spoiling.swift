import Wire

/// A message with one thing wrong, and the error that has to come of it.
struct Spoilt: Sendable {
    let object: JSONObject
    let error: WireError
}

/// Every way to spoil one member of a message, those inside objects and lists too.
enum Spoiling {
    static func all(_ object: JSONObject, _ fields: [Schema.Property], path: String = "") -> [Spoilt] {
        fields.flatMap { field -> [Spoilt] in
            let name = path.isEmpty ? field.name : "\(path).\(field.name)"
            var spoilt = values(object[field.name], field.schema, name)
            if field.isRequired {
                spoilt += [(nil, .missing, name), (.null, .missing, name)]
            } else {
                // Where a member need not be there, a blank text says that it is not.
                spoilt.removeAll { $0.value == .string("") && $0.path == name }
            }
            return spoilt.map { value, code, path in
                var object = object
                object[field.name] = value
                return Spoilt(object: object, error: WireError(code: code, path: path))
            }
        }
    }

    private typealias Value = (value: JSONValue?, code: WireError.Code, path: String)

    private static func values(_ sound: JSONValue?, _ schema: Schema, _ path: String) -> [Value] {
        let wrong: [(JSONValue, WireError.Code)] =
            switch schema {
            case .string:
                [(.integer(1), .wrongType), (.string(String(repeating: "民", count: 1_001)), .tooLong)]
            case .integer:
                [
                    (.string("1"), .wrongType), (.double(1.5), .wrongType), (.integer(.max), .outOfRange),
                    (.integer(.min), .outOfRange),
                ]
            case .number: [(.string("1"), .wrongType), (.double(1e300), .outOfRange), (.double(-1e300), .outOfRange)]
            case .boolean: [(.string("true"), .wrongType), (.integer(1), .wrongType)]
            case .identifier: [(.integer(1), .wrongType), (.string("1"), .unknownValue), (.string(""), .unknownValue)]
            case .timestamp:
                [
                    (.integer(1), .wrongType), (.string("2026-02-30T00:00:00Z"), .outOfRange),
                    (.string("2026-11-21T01:02:03"), .outOfRange),
                ]
            case .date: [(.integer(1), .wrongType), (.string("2026-02-30"), .outOfRange)]
            case .areaCode:
                [
                    (.integer(330_402), .wrongType), (.string("33040"), .unknownValue),
                    (.string("030402"), .unknownValue),
                ]
            case .choice: [(.integer(1), .wrongType), (.string("no_such_word"), .unknownValue)]
            case .array: [(.string("1"), .wrongType), (.object(JSONObject()), .wrongType)]
            case .object, .anyObject: [(.string("1"), .wrongType), (.array([]), .wrongType)]
            }
        return wrong.map { ($0.0, $0.1, path) } + inner(sound, schema, path)
    }

    private static func inner(_ sound: JSONValue?, _ schema: Schema, _ path: String) -> [Value] {
        switch (schema, sound) {
        case (.object(_, let fields, _), .object(let object)?):
            all(object, fields, path: path).map { (.object($0.object), $0.error.code, $0.error.path) }
        case (.array(let element, _), .array(let elements)?):
            elements.indices.flatMap { index in
                values(elements[index], element, "\(path)[\(index)]").map { value, code, path in
                    var elements = elements
                    elements[index] = value ?? .null
                    return (.array(elements), code, path)
                }
            }
        default: []
        }
    }
}
