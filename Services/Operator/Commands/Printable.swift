extension String {
    /// The text as a terminal may show it, with a replacement for each character that would act on the terminal or turn
    /// the line's direction.
    ///
    /// Source: Unicode 15, categories Cc and the explicit directional characters of UAX #9, and the two line separators.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x00...0x1f, 0x7f...0x9f, 0x061c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069:
                        "\u{fffd}"
                    default: scalar
                    }
                }))
    }
}
