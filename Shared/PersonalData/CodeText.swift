/// Brings the characters that Chinese input methods widen back to their narrow forms.
public enum CodeText {
    /// The text with full-width ASCII made narrow and nothing invisible in it, blanks around it taken off.
    ///
    /// For codes, numbers and the names of columns; a name keeps its full-width characters. What is no character stays,
    /// and makes no code.
    ///
    /// Source: Unicode, Halfwidth and Fullwidth Forms, U+FF01…U+FF5E are U+0021…U+007E shifted by 0xFEE0.
    public static func narrowed(_ text: String) -> String {
        let narrow = String(String.UnicodeScalarView(text.unicodeScalars.map(narrowed)))
        return (try? CleanText.cleaned(narrow, .line).text) ?? narrow
    }

    /// The narrow form of one character, or the character itself.
    static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }
}
