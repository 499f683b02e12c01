/// How long a text may be.
public struct TextLimit: Sendable, Hashable {
    /// Units: characters as a reader sees them (grapheme clusters).
    public let characters: Int
    /// Units: bytes of UTF-8.
    public let bytes: Int

    /// Sets the limits; without `bytes`, forty for each character.
    ///
    /// Why: the longest emoji in use, two persons of different skin who kiss, has 35 bytes; without a limit in bytes one
    /// character could carry thousands of combining marks.
    public init(characters: Int, bytes: Int? = nil) {
        self.characters = characters
        self.bytes = bytes ?? characters * 40
    }
}

/// Why a text that a person typed is not taken.
public enum TextFault: Error, Sendable, Hashable {
    /// Nothing is left after blanks and invisible characters are taken away.
    case empty
    /// It has more characters than that.
    ///
    /// Units: grapheme clusters.
    case tooLong(limit: Int)
    /// It has no more characters than it may, and more bytes than that.
    case tooManyBytes(limit: Int)
    /// It is a masked value that was shown to somebody, not the value itself.
    case masked
    /// Something in it is no character of Unicode.
    case noCharacter
}

/// A text that a person typed, without anything invisible in it.
///
/// What is visible is kept as it was typed. Controls, directional and zero-width characters are taken away, but for those
/// that join an emoji or letters; spaces of every width become a space and every line end a line feed, and blanks around
/// the text go. What is no character makes the text refused. See ``CharacterRule``.
public struct CleanText: Sendable {
    /// The text.
    public let text: String

    /// How many characters were taken away or replaced; plain spaces that go are not counted.
    public let changes: Int

    /// What is done with line breaks and runs of blanks.
    public enum Form: Sendable {
        /// One line: line breaks become spaces, and runs of blanks one space.
        case line
        /// Several lines: both stay.
        case lines
    }

    /// Cleans a text.
    ///
    /// Throws: ``TextFault``; ``TextFault/empty`` where nothing visible is left.
    public init(_ typed: String, form: Form = .line, limit: TextLimit) throws(TextFault) {
        (text, changes) = try Self.cleaned(typed, form)
        guard !text.isEmpty else { throw .empty }
        // A text of so few bytes has no more characters; counting those is the costly part.
        let bytes = text.utf8.count
        guard bytes <= limit.characters || text.count <= limit.characters else {
            throw .tooLong(limit: limit.characters)
        }
        guard bytes <= limit.bytes else { throw .tooManyBytes(limit: limit.bytes) }
    }

    /// Cleans a text that may not be there; one without anything visible is not there.
    public init?(optional typed: String?, form: Form = .line, limit: TextLimit) throws(TextFault) {
        guard let typed else { return nil }
        do throws(TextFault) {
            try self.init(typed, form: form, limit: limit)
        } catch .empty {
            return nil
        }
    }

    /// Whether nothing visible is in a text.
    public static func isBlank(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch CharacterRule.of(scalar) {
            case .blank, .lineBreak, .removed, .joiner: true
            case .kept, .refused: false
            }
        }
    }

    static func cleaned(_ typed: String, _ form: Form) throws(TextFault) -> (text: String, changes: Int) {
        guard !isClean(typed, form) else { return (typed, 0) }
        let scalars = Array(typed.unicodeScalars)
        var kept = String.UnicodeScalarView()
        /// Blanks are written when something visible follows them.
        var pending = String.UnicodeScalarView()
        var changes = 0
        for (index, scalar) in scalars.enumerated() {
            var rule = CharacterRule.of(scalar)
            if rule == .joiner {
                let following = index + 1 < scalars.count ? scalars[index + 1] : nil
                rule =
                    Joining.joins(scalar, after: pending.isEmpty ? kept.last : nil, before: following)
                    ? .kept : .removed
            }
            switch rule {
            case .refused: throw .noCharacter
            case .removed, .joiner: changes += 1
            case .kept:
                kept.append(contentsOf: pending)
                pending = String.UnicodeScalarView()
                kept.append(scalar)
            case .lineBreak:
                // CR LF is one line break.
                if scalar == "\n", index > 0, scalars[index - 1] == "\r" { continue }
                if form == .lines {
                    pending.append("\n")
                    if scalar != "\n" && scalar != "\r" { changes += 1 }
                } else {
                    if pending.isEmpty { pending.append(" ") }
                }
            case .blank:
                if form == .lines {
                    pending.append(scalar)
                } else {
                    if pending.isEmpty { pending.append(" ") }
                    if scalar != " ", scalar != "\t" { changes += 1 }
                }
            }
            if kept.isEmpty { pending = String.UnicodeScalarView() }
        }
        return (String(kept), changes)
    }

    /// Whether the text certainly is clean already.
    private static func isClean(_ text: String, _ form: Form) -> Bool {
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x21...0x7E, 0x3001...0x312F, 0x4E00...0x9FFF, 0xFF01...0xFF60: break
            case 0x20 where before != " ": break
            case 0x0A where form == .lines && before != " " && before != "\n": break
            default: return false
            }
            before = scalar
        }
        return before != " " && before != "\n"
    }
}
