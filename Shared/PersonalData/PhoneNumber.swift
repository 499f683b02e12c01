/// A telephone number of mainland China in one form, so that equal numbers are equal however they were typed; it shows
/// itself masked wherever it is printed.
///
/// An extension 分机 goes with the number and is no part of it: a display shows the number only, and so it is searched for.
///
/// Source: ITU-T E.164 for the form, RFC 3966, 5.3, for the extension; the national numbering plan for mobiles (1, then 3
/// to 9, eleven digits), area codes (010, 02x, and three digits from 03 to 09) and subscriber numbers of seven or eight
/// digits that begin with 2 to 8.
public struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number without its extension: `+8613812345678`, `+8657382512345`.
    public let number: String

    /// The extension's digits.
    ///
    /// Range: 1 to 6 digits.
    public let `extension`: String?

    /// Why a number is not taken.
    public enum Fault: Error, Sendable, Hashable {
        /// It is a masked value that was shown to somebody.
        case masked
        /// It is no number of the national plan.
        case unreadable
        /// A landline 座机 without its area code.
        case missingAreaCode
    }

    /// Reads a number as people type it: with +86, spaces, dashes, brackets, full-width digits, an extension.
    public init(_ typed: String) throws(Fault) {
        guard typed.utf8.count <= 200 else { throw .unreadable }
        guard !Mask.hides(number: typed) else { throw .masked }
        guard var parts = PhoneText(typed) else { throw .unreadable }
        parts.dropCountryCode()
        (number, `extension`) = try Self.national(parts)
    }

    /// Takes a number as it was kept, in the form of ``normalised``.
    public init(kept normalised: String) {
        let parts = normalised.split(separator: ";ext=", maxSplits: 1, omittingEmptySubsequences: false)
        number = parts.first.map(String.init) ?? ""
        `extension` = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Number and extension in the form in which they are kept: `+8657382512345;ext=801`.
    public var normalised: String { number + (`extension`.map { ";ext=\($0)" } ?? "") }

    /// The number without country code.
    private var subscriber: Substring { number.dropFirst(3) }

    /// Whether it is a mobile.
    public var isMobile: Bool { subscriber.utf8.first == UInt8(ascii: "1") && subscriber.utf8.count == 11 }

    /// The last four digits, without the extension: the second thing to know for following a request.
    public var lastFour: String { String(subscriber.suffix(4)) }

    /// The number for those who need not know it, such as `138****5678` or `0573****2345`.
    public var masked: String {
        let areaCode = Self.areaCodeLengths(subscriber).first ?? 3
        let head = isMobile ? String(subscriber.prefix(3)) : "0" + subscriber.prefix(areaCode)
        return "\(head)****\(lastFour)"
    }

    /// The masked number, so that no log line holds the whole one.
    public var description: String { masked }

    private static func national(_ parts: PhoneText) throws(Fault) -> (number: String, extension: String?) {
        let (digits, split) = (parts.digits, parts.withoutLastGroup)
        // A dash behind a whole number sets off an extension: 0573-82512345-801.
        if let split, split.last.afterDash, let number = subscriber(split.digits) {
            return ("+86" + number, split.last.digits)
        }
        if let number = subscriber(digits) { return ("+86" + number, parts.extension) }
        if let split, let number = subscriber(split.digits) { return ("+86" + number, split.last.digits) }
        if isLocal(Substring(digits)) { throw .missingAreaCode }
        throw .unreadable
    }

    /// The number without its trunk prefix; nil if it is neither a mobile nor a landline with its area code.
    private static func subscriber(_ digits: String) -> String? {
        let bytes = Array(digits.utf8)
        let isTrunk = bytes.first == UInt8(ascii: "0")
        let rest = isTrunk ? digits.dropFirst() : Substring(digits)
        if isMobile(rest) { return String(rest) }
        guard isTrunk || bytes.count >= 10 else { return nil }
        for length in areaCodeLengths(rest) where isLocal(rest.dropFirst(length)) { return String(rest) }
        return nil
    }

    private static func isMobile(_ digits: Substring) -> Bool {
        let bytes = Array(digits.utf8)
        return bytes.count == 11 && bytes[0] == UInt8(ascii: "1")
            && (UInt8(ascii: "3")...UInt8(ascii: "9")).contains(bytes[1])
    }

    /// Area codes without their zero: `10` and `2x` have two digits, those from `3` on have three.
    private static func areaCodeLengths(_ digits: Substring) -> [Int] {
        let bytes = Array(digits.utf8.prefix(2))
        guard bytes.count == 2 else { return [] }
        switch bytes[0] {
        case UInt8(ascii: "1"): return bytes[1] == UInt8(ascii: "0") ? [2] : []
        case UInt8(ascii: "2"): return [2]
        case UInt8(ascii: "3")...UInt8(ascii: "9"): return [3]
        default: return []
        }
    }

    private static func isLocal(_ digits: Substring) -> Bool {
        let bytes = Array(digits.utf8)
        return (7...8).contains(bytes.count) && (UInt8(ascii: "2")...UInt8(ascii: "8")).contains(bytes[0])
    }
}
