/// What remains of a text when everything invisible is taken out of it.
enum VisibleText {
    /// The text without control, direction and zero-width characters, its runs of blanks made one space, its ends trimmed.
    ///
    /// Why: two names that look alike are alike, and no name can turn the line around that shows it.
    static func cleaned(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var pendingBlank = false
        for scalar in text.unicodeScalars {
            if isBlank(scalar) {
                pendingBlank = !kept.isEmpty
                continue
            }
            if scalar == zeroWidthJoiner, !(kept.last.map(joins) ?? false) { continue }
            if isInvisible(scalar) { continue }
            if pendingBlank { kept.append(" ") }
            pendingBlank = false
            kept.append(scalar)
        }
        return String(kept)
    }

    private static let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"

    /// A joiner is kept after an emoji, where it makes one sign of several.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FE0F}" || (scalar.properties.isEmoji && scalar.value > 0xFF)
    }

    /// Spaces of every width, the no-break space and the ideographic one among them, and line ends.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar != zeroWidthJoiner else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }
}
