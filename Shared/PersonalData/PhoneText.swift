/// The digits of a typed phone number, in the groups in which they were typed.
struct PhoneText {
    /// Digits between separators, and whether a dash stood before them.
    struct Group {
        var digits: String
        let afterDash: Bool
    }

    /// The groups of the number; none is empty.
    private(set) var groups: [Group]
    /// What came after the mark of an extension.
    private(set) var `extension`: String?

    /// The marks of an extension, in narrow lower-case letters.
    private static let marks = [
        "转分机号", "转分机", "分机号", "分机", "转接", "转", "内线", "extension", "ext", ";ext=", "x", "×", "#", ",", ";",
    ]

    /// Splits a typed number; `nil` where something stands in it that belongs to no number.
    init?(_ typed: String) {
        let narrow = String(String.UnicodeScalarView(typed.unicodeScalars.map(CodeText.narrowed))).lowercased()
        let (head, tail) = Self.halves(of: Substring(narrow))
        guard let groups = Self.groups(head), !groups.isEmpty else { return nil }
        self.groups = groups
        // A plus sign says that a country code follows; only China's is taken.
        if head.contains("+"), !digits.hasPrefix("86") { return nil }
        if let tail {
            guard let digits = Self.extensionDigits(tail) else { return nil }
            `extension` = digits
        }
    }

    /// All digits of the number.
    var digits: String { groups.map(\.digits).joined() }

    /// The digits but those of the last group, and those of it, if it may be an extension that a separator sets off.
    var withoutLastGroup: (digits: String, last: Group)? {
        guard `extension` == nil, groups.count > 1, let last = groups.last, (1...6).contains(last.digits.utf8.count)
        else { return nil }
        return (groups.dropLast().map(\.digits).joined(), last)
    }

    /// Takes `+86`, `0086` or a leading `86` away where digits enough follow.
    mutating func dropCountryCode() {
        let digits = digits
        var left = digits.hasPrefix("0086") ? 4 : digits.hasPrefix("86") && digits.utf8.count >= 12 ? 2 : 0
        guard left > 0 else { return }
        groups = groups.compactMap { group in
            let cut = min(left, group.digits.utf8.count)
            left -= cut
            guard cut < group.digits.utf8.count else { return nil }
            return Group(digits: String(group.digits.dropFirst(cut)), afterDash: group.afterDash)
        }
    }

    /// What stands before and after the first mark of an extension.
    private static func halves(of text: Substring) -> (head: Substring, tail: Substring?) {
        let found = marks.compactMap { text.firstRange(of: $0) }
            .min { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
        guard let found else { return (text, nil) }
        return (text[..<found.lowerBound], text[found.upperBound...])
    }

    /// The digits after a mark, which may be followed by a colon, a dot, blanks or more commas.
    private static func extensionDigits(_ tail: Substring) -> String? {
        let trimmed = tail.drop { ":.,= ".contains($0) }
        let end = trimmed.lastIndex { !"# ".contains($0) } ?? trimmed.startIndex
        guard !trimmed.isEmpty, let groups = groups(trimmed[...end]) else { return nil }
        let digits = groups.map(\.digits).joined()
        return (1...6).contains(digits.utf8.count) ? digits : nil
    }

    private static func groups(_ text: Substring) -> [Group]? {
        var groups: [Group] = []
        var digits = ""
        var (sawDash, dashBefore) = (false, false)
        func close() {
            if !digits.isEmpty { groups.append(Group(digits: digits, afterDash: dashBefore)) }
            digits = ""
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39:
                if digits.isEmpty { (dashBefore, sawDash) = (sawDash, false) }
                digits.unicodeScalars.append(scalar)
            case 0x2D, 0x2010...0x2015, 0x2212, 0xFE63:
                close()
                sawDash = true
            case 0x28, 0x29, 0x2B, 0x2E, 0x2F, 0xB7:
                close()
            default:
                // An invisible character parts nothing, and what is neither blank nor invisible belongs to no number.
                switch CharacterRule.of(scalar) {
                case .blank, .lineBreak: close()
                case .removed, .joiner: continue
                case .kept, .refused: return nil
                }
            }
        }
        close()
        return groups
    }
}
