/// Whether a value is one that was masked before it was shown: written back, it would replace the whole one.
///
/// Some signs stand in no name, address or number; others are a mask in some positions only: the dot of a Uyghur or
/// Tibetan name parts two words, and an x is a letter.
enum Mask {
    static func hides(name: String) -> Bool {
        runs(name).contains { run in
            switch run.sign {
            case .cover, .cross: true
            case .dot:
                run.length > 1 || (run.isFirst || run.isLast) && run.scalar.value != 0x2E
                    || run.liesBetweenIdeographs && name.unicodeScalars.count == 3
            case .letterX:
                run.touchesIdeograph && !run.touchesLetter || run.isAll && run.length > 1
                    || run.length > 2 && !run.touchesLetter
            case .filler, .number: run.length > 1
            }
        }
    }

    static func hides(address: String) -> Bool {
        runs(address).contains { run in
            switch run.sign {
            // People write ○ for the numeral 〇, and a size as 3×5.
            case .cover: !(run.scalar.value == 0x25CB && run.liesBetweenNumerals)
            case .cross: !run.liesBetweenNumerals
            case .dot: run.length > 2
            case .letterX: run.length > 1 && run.touchesIdeograph && !run.touchesLetter
            case .filler: run.length > 1 && run.scalar.value != 0x3007
            case .number: false
            }
        }
    }

    /// A single cross or number sign may begin an extension, which ``PhoneText`` reads.
    static func hides(number: String) -> Bool {
        runs(number).contains { run in
            switch run.sign {
            case .cover: true
            case .cross, .letterX, .number: run.length > 1
            case .dot, .filler: run.length > (run.scalar.value == 0x2E ? 2 : 1)
            }
        }
    }

    /// The signs with which values are masked.
    ///
    /// Source: ours, by their names in the Unicode blocks General Punctuation, Mathematical Operators, Block Elements,
    /// Geometric Shapes, Miscellaneous Symbols, Dingbats, and Miscellaneous Symbols and Arrows.
    private enum Sign {
        /// Stars, circles, squares, blocks, ellipses: nothing but a mask or an ornament.
        case cover
        /// The sign of multiplication and its like.
        case cross
        /// Dots that also part words.
        case dot
        /// The letter X in any width.
        case letterX
        /// Signs that mask only where several stand together.
        case filler
        /// The number sign, which also stands before an extension or a building.
        case number

        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x2A, 0x66D, 0x204E, 0x2055, 0x2217, 0x22C6, 0xFE61, 0xFF0A, 0x2605...0x2606, 0x2721...0x274B,
                0x2B50...0x2B55, 0x1F7AF...0x1F7BF:
                self = .cover
            case 0x2025...0x2026, 0x22EE...0x22EF, 0xFE19: self = .cover
            case 0x2580...0x259F, 0x25A0...0x25FF, 0x26AA...0x26AB, 0x274C...0x2752, 0x2B1B...0x2B1C, 0x2B24:
                self = .cover
            case 0xD7, 0x2573, 0x2715...0x2718, 0x2A2F: self = .cross
            case 0x2E, 0xB7, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF0E, 0xFF65: self = .dot
            case 0x58, 0x78, 0x425, 0x445, 0xFF38, 0xFF58: self = .letterX
            case 0x3F, 0x5F, 0x7E, 0x3007, 0xFF1F, 0xFF3F, 0xFF5E: self = .filler
            case 0x23, 0xFF03: self = .number
            default: return nil
            }
        }
    }

    /// Signs of one kind that stand together, with what stands around them.
    private struct Run {
        let sign: Sign
        let scalar: Unicode.Scalar
        let length: Int
        let before: Unicode.Scalar?
        let after: Unicode.Scalar?

        var isFirst: Bool { before == nil }
        var isLast: Bool { after == nil }
        var isAll: Bool { isFirst && isLast }
        private var neighbours: [Unicode.Scalar] { [before, after].compactMap { $0 } }
        var touchesIdeograph: Bool { neighbours.contains { $0.properties.isIdeographic } }
        var touchesLetter: Bool {
            neighbours.contains { neighbour in
                (neighbour.properties.isAlphabetic && !neighbour.properties.isIdeographic)
                    || (0x30...0x39).contains(CodeText.narrowed(neighbour).value)
            }
        }
        var liesBetweenIdeographs: Bool {
            neighbours.count == 2 && neighbours.allSatisfy(\.properties.isIdeographic)
        }
        var liesBetweenNumerals: Bool { neighbours.count == 2 && neighbours.allSatisfy(isNumeral) }

        private func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
            (0x30...0x39).contains(CodeText.narrowed(scalar).value)
                || "〇○零一二三四五六七八九十百两".unicodeScalars.contains(scalar)
        }
    }

    private static func runs(_ text: String) -> [Run] {
        let scalars = Array(text.unicodeScalars)
        var runs: [Run] = []
        var start = 0
        while start < scalars.count {
            guard let sign = Sign(scalars[start]) else {
                start += 1
                continue
            }
            var end = start + 1
            while end < scalars.count, Sign(scalars[end]) == sign { end += 1 }
            runs.append(
                Run(
                    sign: sign, scalar: scalars[start], length: end - start,
                    before: start > 0 ? scalars[start - 1] : nil, after: end < scalars.count ? scalars[end] : nil))
            start = end
        }
        return runs
    }
}
