import PersonalData

/// The number under which the party organisation keeps a member.
public struct MemberNumber: Hashable, Sendable, CustomStringConvertible {
    /// Letters, digits and dashes, upper-case.
    ///
    /// Range: 1 to 32 characters.
    public let text: String

    /// Reads a number; `nil` if it has other characters or looks like a citizen identity number, which must not be kept.
    public init?(_ text: String) {
        guard let key = businessKey(text), !looksLikeIdentityNumber(key) else { return nil }
        self.text = key
    }

    /// Whether a text is a citizen identity number by its form.
    ///
    /// Source: GB 11643-1999, eighteen characters.
    public static func isIdentityNumber(_ text: String) -> Bool {
        businessKey(text).map(looksLikeIdentityNumber) ?? false
    }

    /// The number.
    public var description: String { text }
}

/// The code of an organisation, such as its unified social credit code.
public struct OrganisationCode: Hashable, Sendable, CustomStringConvertible {
    /// Letters, digits and dashes, upper-case.
    ///
    /// Range: 1 to 32 characters.
    public let text: String

    /// Reads a code; `nil` if it has other characters.
    public init?(_ text: String) {
        guard let key = businessKey(text) else { return nil }
        self.text = key
    }

    /// The code.
    public var description: String { text }
}

private func businessKey(_ text: String) -> String? {
    let narrow = CodeText.narrowed(text)
    guard (1...32).contains(narrow.utf8.count) else { return nil }
    let allowed = narrow.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
    return allowed ? narrow.uppercased() : nil
}

private func looksLikeIdentityNumber(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    guard bytes.count == 18, bytes[0] != UInt8(ascii: "0") else { return false }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard bytes[..<17].allSatisfy(digits.contains), digits.contains(bytes[17]) || bytes[17] == UInt8(ascii: "X") else {
        return false
    }
    let century = String(decoding: bytes[6..<8], as: UTF8.self)
    let month = String(decoding: bytes[10..<12], as: UTF8.self)
    return ["18", "19", "20"].contains(century) && ("01"..."12").contains(month)
}
