/// Brings the characters that Chinese input methods widen back to their narrow forms.
public enum NarrowText {
    /// The text with full-width ASCII made narrow, zero-width characters and every kind of blank at its ends taken off.
    ///
    /// For codes and numbers only; a name keeps its full-width characters.
    ///
    /// Source: Unicode, Halfwidth and Fullwidth Forms, U+FF01…U+FF5E are U+0021…U+007E shifted by 0xFEE0.
    public static func narrowed(_ text: String) -> String {
        var narrow = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if (0xFF01...0xFF5E).contains(scalar.value), let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
                narrow.append(ascii)
            } else {
                narrow.append(scalar)
            }
        }
        return VisibleText.cleaned(String(narrow))
    }
}
