/// What becomes of a character in a text that a person typed.
///
/// One table for all contexts: it is a rule of safety, as much as of tidiness. A control or an invisible character can
/// turn the line around that shows it, or make two texts look alike that are not.
///
/// Source: Unicode Character Database, PropList.txt (`White_Space`, `Bidi_Control`, `Noncharacter_Code_Point`) and
/// DerivedCoreProperties.txt (`Default_Ignorable_Code_Point`); UAX #9 for the directional controls; UTR #36, 2.4 and
/// 3.5, for what to do about them.
enum CharacterRule {
    /// It stays as it is.
    case kept
    /// A space of any width: it becomes one space in a line, and stays where lines are kept.
    case blank
    /// It becomes a line feed where lines are kept, and a space elsewhere.
    case lineBreak
    /// It is taken away, and counted.
    case removed
    /// It stays where it joins what stands around it, see ``Joining``, and is taken away elsewhere.
    case joiner
    /// No character: the text is refused.
    case refused

    /// The rule of a character.
    static func of(_ scalar: Unicode.Scalar) -> CharacterRule {
        let value = scalar.value
        switch value {
        // What almost every text consists of.
        case 0x21...0x7E, 0x3001...0x312F, 0x4E00...0x9FFF, 0xFF01...0xFF60: return .kept
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: return .lineBreak
        // The Braille blank is no white space to Unicode, and shows nothing.
        case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x2800, 0x3000: return .blank
        case 0x00...0x1F, 0x7F...0x9F: return .removed
        case 0x180B...0x180F, 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0020...0xE007F, 0xE0100...0xE01EF: return .joiner
        // Default_Ignorable_Code_Point: soft hyphen, grapheme joiner, directional controls, fillers, zero widths.
        case 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0x3164, 0xFEFF, 0xFFA0, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            return .removed
        // Interlinear annotation.
        case 0xFFF9...0xFFFB: return .removed
        default: return isCharacter(scalar) ? .kept : .refused
        }
    }

    /// Whether it is a character, or may be one in a later edition of Unicode that people already type.
    ///
    /// Private use stays: systems of the public sector keep rare characters of names there.
    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.generalCategory == .unassigned else { return true }
        guard !scalar.properties.isNoncharacterCodePoint else { return false }
        switch scalar.value {
        // Reserved for pictographs (`Extended_Pictographic` in emoji-data.txt) and for ideographs (planes 2 and 3).
        case 0x1F000...0x1FAFF, 0x1FC00...0x1FFFD, 0x20000...0x3FFFD: return true
        default: return false
        }
    }
}

/// Whether an invisible character joins what stands around it, and so belongs to the text.
enum Joining {
    /// - Parameters:
    ///   - before: the character that was kept before it.
    ///   - after: the character that follows it.
    static func joins(_ scalar: Unicode.Scalar, after before: Unicode.Scalar?, before after: Unicode.Scalar?) -> Bool {
        guard let before else { return false }
        switch scalar.value {
        // Source: UTS #51, 2.6, ED-16: an emoji joined to an emoji. UAX #31, 2.3: joiners between letters of scripts
        // whose letters change their form.
        case 0x200D:
            guard let after else { return false }
            return (isEmoji(before) && isEmoji(after)) || (isShaped(before) && isShaped(after))
        case 0x200C:
            guard let after else { return false }
            return isShaped(before) && isShaped(after)
        // Source: StandardizedVariants.txt, Mongolian.
        case 0x180B...0x180F: return (0x1820...0x18AA).contains(before.value)
        // Source: emoji-variation-sequences.txt, and StandardizedVariants.txt for CJK.
        case 0xFE0E, 0xFE0F: return before.properties.isEmoji
        case 0xFE00...0xFE02, 0xE0100...0xE01EF: return before.properties.isIdeographic
        // Source: UTS #51, 2.6, ED-14a: a flag is a black flag with tags.
        case 0xE0020...0xE007F: return before.value == 0x1F3F4 || (0xE0020...0xE007E).contains(before.value)
        default: return false
        }
    }

    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmojiPresentation || scalar.properties.isEmojiModifier || scalar.value == 0xFE0F
            || (scalar.properties.isEmoji && scalar.value > 0xFF)
    }

    /// Letters and marks of Arabic, Syriac, Thaana, N'Ko, Mongolian and the scripts of India.
    private static func isShaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x07FF, 0x0840...0x0DFF, 0x1800...0x18AF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }
}
