/// Why a text that a person typed is not taken.
public enum TextFault: Error, Sendable, Hashable {
    /// Nothing is left after blanks and invisible characters are taken away.
    case empty
    /// It is longer than that many characters. Units: graphemes.
    case tooLong(limit: Int)
    /// It has no more characters than it may, and more bytes than all of them may have. Units: bytes of UTF-8.
    case tooManyBytes(limit: Int)
    /// It is a masked value that was shown to somebody, not the value itself.
    case masked
}

/// What is done to every text that a person typed, before it is kept.
enum PersonalText {
    /// Takes away what is invisible and could make a text read otherwise than it is, and blanks around it.
    ///
    /// Bidirectional controls and zero-width characters go; a zero-width joiner stays between two emoji, which it makes
    /// one. Other control characters go too, but for line breaks and tabs where `keepsLines` says so.
    ///
    /// Source: Unicode TR 36 (bidi spoofing); Unicode Standard Annex 9 names the controls.
    static func cleaned(_ text: String, keepsLines: Bool) -> String {
        guard !text.unicodeScalars.allSatisfy({ isPlain($0) || (keepsLines && $0 == "\n") }) else {
            return trimmed(text)
        }
        let scalars = Array(text.unicodeScalars)
        var kept = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            switch scalar.value {
            case 0x0A, 0x09: kept.append(keepsLines ? scalar : " ")
            case 0x0D:
                // CR LF is one line break.
                if index + 1 >= scalars.count || scalars[index + 1].value != 0x0A {
                    kept.append(keepsLines ? "\n" : " ")
                }
            case 0x00...0x1F, 0x7F...0x9F: continue
            case 0x200D:
                let joinsEmoji =
                    kept.last.map(isEmoji) ?? false && index + 1 < scalars.count && isEmoji(scalars[index + 1])
                if joinsEmoji { kept.append(scalar) }
            case 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: continue
            default: kept.append(scalar)
            }
        }
        return trimmed(String(kept))
    }

    /// The most bytes that a character of a short text may have on average.
    ///
    /// Why: a family of four emoji joined to one has 25, a couple with skin tones 35; a character under thousands of
    /// combining marks has thousands.
    static let bytesPerCharacter = 40

    /// Bounds a text's length in characters, and in bytes: 40 for each character if nothing else is said.
    static func limit(_ text: String, characters: Int, bytes: Int? = nil) throws(TextFault) {
        guard !text.isEmpty else { throw .empty }
        let bytes = bytes ?? characters * bytesPerCharacter
        guard text.utf8.count <= bytes else {
            // Counting characters is the dear part, and those of the first bytes tell which limit it is.
            let start = String(decoding: text.utf8.prefix(bytes), as: UTF8.self)
            throw start.count > characters ? .tooLong(limit: characters) : .tooManyBytes(limit: bytes)
        }
        guard text.utf8.count <= characters || text.count <= characters else { throw .tooLong(limit: characters) }
    }

    /// Whether it has the stars with which a value is masked.
    static func isMasked(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0 == "*" || $0 == "\u{FF0A}" || $0 == "\u{2217}" }
    }

    /// Whether a character is certainly kept as it is.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0x5FF, 0x3000...0x9FFF, 0xFF00...0xFFEF: true
        default: false
        }
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmojiPresentation || scalar.properties.isEmojiModifier || scalar.value == 0xFE0F
            || (scalar.properties.isEmoji && scalar.value > 0xFF)
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return first == text.startIndex && text.index(after: last) == text.endIndex ? text : String(text[first...last])
    }
}
