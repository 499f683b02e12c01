import PersonalData
import Wire

/// A value in a registration or command that is not acceptable: where it stands and what is wrong, never the value.
struct FieldFault: Error, Hashable {
    /// Such as `requester.phone`.
    let path: String
    /// Stable, in lower case with underscores.
    let code: String
    /// The limit that it is over.
    var limit: WireError.Limit?

    /// Longer texts than any that is taken are read, so that the answer can name the limit.
    ///
    /// Units: characters as a reader sees them.
    static let readable = 2_000_000

    /// Reads a part, and says where it stands if it is not acceptable.
    static func at<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let fault as TextFault {
            switch fault {
            case .empty: throw FieldFault(path: path, code: "empty")
            case .tooLong(let limit):
                throw FieldFault(path: path, code: "too_long", limit: WireError.Limit(limit, .characters))
            case .tooManyBytes(let limit):
                throw FieldFault(path: path, code: "too_many_bytes", limit: WireError.Limit(limit, .bytes))
            case .masked: throw FieldFault(path: path, code: "masked")
            case .noCharacter: throw FieldFault(path: path, code: "no_character")
            }
        } catch let fault as PhoneNumber.Fault {
            switch fault {
            case .masked: throw FieldFault(path: path, code: "masked")
            case .missingAreaCode: throw FieldFault(path: path, code: "missing_area_code")
            case .unreadable: throw FieldFault(path: path, code: "unreadable")
            }
        }
    }
}

extension WireObject {
    /// A text that a person typed and that need not be there; one without anything visible is not there.
    func typed<Value>(_ key: String, as read: (String) throws -> Value) throws -> Value? {
        guard let typed = try optionalString(key, maxLength: FieldFault.readable), !CleanText.isBlank(typed) else {
            return nil
        }
        return try FieldFault.at(path.isEmpty ? key : "\(path).\(key)") { try read(typed) }
    }
}
