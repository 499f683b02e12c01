public import Kernel

/// The number that a requester is given at once, such as `20261121-000123-4`: day, sequence, check digit.
///
/// It is for reading out on the phone, not a secret: following a request takes its tracking code.
public struct RequestNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number.
    public let text: String

    /// The number of the request registered on that day with that sequence number.
    ///
    /// - Parameter sequence: at least six digits are written; it never repeats, so that days need no counter each.
    public init(day: CivilDate, sequence: Int64) {
        let date = String(day.description.filter { $0 != "-" })
        let count = String(sequence)
        let padded = String(repeating: "0", count: max(0, 6 - count.count)) + count
        text = "\(date)-\(padded)-\(Self.checkDigit(of: date + padded))"
    }

    /// Reads a number; `nil` if its form or its check digit is wrong.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 8, (6...18).contains(parts[1].utf8.count),
            parts[2].utf8.count == 1, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            parts[2] == String(Self.checkDigit(of: String(parts[0] + parts[1])))
        else { return nil }
        self.text = text
    }

    /// The number.
    public var description: String { text }

    /// The digit that finds every single wrong digit and nearly every swap.
    ///
    /// Source: ISO/IEC 7064, MOD 11,10.
    private static func checkDigit(of digits: String) -> Int {
        var product = 10
        for digit in digits.utf8 {
            var sum = (Int(digit) - 0x30 + product) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
        }
        return (11 - product) % 10
    }
}
