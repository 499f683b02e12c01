/// The digits of a typed phone number, in the groups in which they were typed.
struct PhoneText {
    /// The groups between separators; none is empty.
    private(set) var groups: [String]
    /// What came after `转`, `分机`, `ext` or `#`.
    private(set) var `extension`: String?

    private static let extensionMarks = ["转分机", "分机号", "分机", "转", "extension", "ext.", "ext", "x", "#", "＃"]

    /// Splits a typed number; `nil` where something stands in it that belongs to no number.
    init?(_ typed: String) {
        let (head, tail) = Self.halves(of: typed)
        guard let groups = Self.digitGroups(head), !groups.isEmpty else { return nil }
        // A plus sign says that a country code follows; only China's is taken.
        if head.contains(where: { $0 == "+" || $0 == "＋" }), !groups.joined().hasPrefix("86") { return nil }
        self.groups = groups
        if let tail {
            guard let digits = Self.digitGroups(tail)?.joined(), (1...6).contains(digits.utf8.count) else { return nil }
            `extension` = digits
        }
    }

    /// What stands before and after the mark of an extension.
    private static func halves(of typed: String) -> (head: Substring, tail: Substring?) {
        let isPlain = typed.utf8.allSatisfy { byte in byte < 0x80 && !(0x41...0x7A).contains(byte) && byte != 0x23 }
        guard !isPlain else { return (Substring(typed), nil) }
        let text = typed.lowercased()
        for mark in extensionMarks {
            guard let range = text.firstRange(of: mark) else { continue }
            return (text[..<range.lowerBound], text[range.upperBound...])
        }
        return (Substring(text), nil)
    }

    /// Takes `+86`, `0086` or a leading `86` away where digits enough follow.
    mutating func dropCountryCode() {
        let digits = groups.joined()
        let length = digits.hasPrefix("0086") ? 4 : digits.hasPrefix("86") && digits.utf8.count >= 12 ? 2 : 0
        guard length > 0 else { return }
        var left = length
        groups = groups.compactMap { group in
            let cut = min(left, group.utf8.count)
            left -= cut
            return cut == group.utf8.count ? nil : String(group.dropFirst(cut))
        }
    }

    private static func digitGroups(_ text: Substring) -> [String]? {
        var groups = [""]
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: groups[groups.count - 1].unicodeScalars.append(scalar)
            case 0xFF10...0xFF19:
                groups[groups.count - 1].append(String(scalar.value - 0xFF10))
            case 0x2B, 0xFF0B, 0x20, 0xA0, 0x3000, 0x09, 0x2D, 0x2010...0x2015, 0x2212, 0xFF0D, 0x28, 0x29, 0xFF08,
                0xFF09, 0x2E, 0x2F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF:
                groups.append("")
            default: return nil
            }
        }
        return groups.filter { !$0.isEmpty }
    }
}
