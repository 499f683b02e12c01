/// A telephone number within mainland China; it shows itself masked wherever it is printed.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    /// The digits without country code, blanks and dashes: eleven for a mobile, ten to twelve with the area code of a
    /// fixed line.
    public let digits: String

    /// Reads a number as people write it: full-width digits, blanks, dashes, brackets and `+86` or `0086` are taken off.
    ///
    /// `nil` for anything that is neither a mobile number (`1`, `3`–`9`, nine digits) nor a fixed line with its area
    /// code (`0`, two or three digits, seven or eight digits).
    ///
    /// Source: 电信网编号计划 (2017 edition): mobile numbers of eleven digits, trunk prefix 0.
    public init?(_ text: String) {
        var digits = ""
        for scalar in NarrowText.narrowed(text).unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case " ", "-", "(", ")", "+", "‐", "–", "—": continue
            default: return nil
            }
        }
        for prefix in ["0086", "86"] where digits.hasPrefix(prefix) && digits.utf8.count > 11 {
            digits.removeFirst(prefix.utf8.count)
            break
        }
        let form = Array(digits.utf8)
        let mobile = form.count == 11 && form[0] == UInt8(ascii: "1") && form[1] >= UInt8(ascii: "3")
        let fixed = (10...12).contains(form.count) && form[0] == UInt8(ascii: "0") && form[1] != UInt8(ascii: "0")
        guard mobile || fixed else { return nil }
        self.digits = digits
    }

    /// `138****5678`, or the area code and the last four digits of a fixed line.
    public var masked: String { "\(digits.prefix(3))****\(digits.suffix(4))" }

    /// The masked number, so that no log line holds the whole one.
    public var description: String { masked }
}
