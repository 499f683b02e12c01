/// A Chinese telephone number in one form, so that equal numbers are equal however they were typed.
///
/// Source: ITU-T E.164 for the form; the national numbering plan for mobiles (1, then 3 to 9, eleven digits), area codes
/// (010, 02x, and three digits from 03 to 09) and subscriber numbers of seven or eight digits that begin with 2 to 8.
public struct PhoneNumber: Sendable, Hashable {
    /// `+8613812345678`, `+8657382512345`, or with an extension `+8657382512345;ext=801`.
    public let normalised: String

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
        guard typed.utf8.count <= 100 else { throw .unreadable }
        guard !PersonalText.isMasked(typed) else { throw .masked }
        guard var parts = PhoneText(typed) else { throw .unreadable }
        parts.dropCountryCode()
        normalised = "+86" + (try Self.national(parts))
    }

    /// Takes a number as it was kept.
    public init(kept normalised: String) {
        self.normalised = normalised
    }

    /// The number without country code and extension.
    private var subscriber: Substring { normalised.dropFirst(3).prefix { $0 != ";" } }

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

    private static func national(_ parts: PhoneText) throws(Fault) -> String {
        let digits = parts.groups.joined()
        if let number = subscriber(digits) { return number + suffix(parts.extension) }
        // A last group set off by a dash can be an extension: 0573-8251 2345-801.
        if parts.extension == nil, parts.groups.count > 1, let last = parts.groups.last, (1...6).contains(last.count),
            let number = subscriber(parts.groups.dropLast().joined())
        {
            return number + suffix(last)
        }
        if isLocal(Substring(digits)) { throw .missingAreaCode }
        throw .unreadable
    }

    private static func suffix(_ ext: String?) -> String { ext.map { ";ext=\($0)" } ?? "" }

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
