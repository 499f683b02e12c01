extension Timestamp: CustomStringConvertible {
    /// Reads an ISO 8601 date and time that says its zone; `nil` if it is malformed, impossible or names no zone.
    ///
    /// Accepted: `2026-11-21T09:02:03+08:00`, `Z` or `±hh:mm` as the zone, one to nine digits of fraction (beyond six
    /// cut off), lower-case `t` and `z`. Refused: a missing zone, 2026-02-30, a leap second, 24:00, years 0000 and from
    /// 9999.
    ///
    /// Source: RFC 3339 section 5.6.
    public init?(iso8601 text: String) {
        self.init(utf8: text.utf8.span)
    }

    /// Reads the ISO 8601 form from UTF-8 bytes.
    public init?(utf8 bytes: Span<UInt8>) {
        guard bytes.count >= 20, bytes.count <= 35,
            bytes[10] | 0x20 == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = CivilDate(utf8: bytes.extracting(0..<10)), date.year >= 1, date.year < 9999,
            let hour = decimal(bytes, 11, 2), hour < 24,
            let minute = decimal(bytes, 14, 2), minute < 60,
            let second = decimal(bytes, 17, 2), second < 60
        else { return nil }
        var index = 19
        var fraction: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            let start = index
            var unit: Int64 = 100_000
            while index < bytes.count, let digit = decimal(bytes, index, 1) {
                fraction += Int64(digit) * unit
                unit /= 10
                index += 1
            }
            guard index > start, index - start <= 9, index < bytes.count else { return nil }
        }
        var offsetMinutes = 0
        switch bytes[index] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard index + 1 == bytes.count else { return nil }
        case let sign where sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"):
            guard index + 6 == bytes.count, bytes[index + 3] == UInt8(ascii: ":"),
                let hours = decimal(bytes, index + 1, 2), hours < 24,
                let minutes = decimal(bytes, index + 4, 2), minutes < 60
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
        default:
            return nil
        }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + (minute - offsetMinutes) * 60 + second
        self.init(microseconds: Int64(seconds) * 1_000_000 + fraction)
    }

    /// The moment in UTC, such as `2026-11-21T01:02:03.000004Z`, with a fraction of three or six digits if it has one.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same as ``iso8601``.
    public var description: String { iso8601 }

    /// Appends ``iso8601`` as ASCII bytes.
    public func appendISO8601(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 32) { output in write(to: &output) }
    }

    private func write(to output: inout OutputSpan<UInt8>) {
        let (day, microsecondOfDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let (secondOfDay, fraction) = microsecondOfDay.flooredDivision(by: 1_000_000)
        let second = Int(secondOfDay)
        CivilDate(daysSinceEpoch: Int(day)).write(to: &output)
        output.append(UInt8(ascii: "T"))
        appendDecimal(second / 3_600, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendDecimal(second / 60 % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendDecimal(second % 60, digits: 2, to: &output)
        if fraction != 0 {
            output.append(UInt8(ascii: "."))
            if fraction % 1_000 == 0 {
                appendDecimal(Int(fraction / 1_000), digits: 3, to: &output)
            } else {
                appendDecimal(Int(fraction), digits: 6, to: &output)
            }
        }
        output.append(UInt8(ascii: "Z"))
    }
}

/// The value of exactly `count` decimal digits at a place; `nil` if one of them is no digit or lies beyond the end.
@inline(__always)
func decimal(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<start + count {
        let digit = bytes[index] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
    }
    return value
}

/// Appends a number that is not negative, with at least that many digits.
@inline(__always)
func appendDecimal(_ value: Int, digits: Int, to output: inout OutputSpan<UInt8>) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
        output.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
    }
}

extension Int64 {
    /// Quotient and remainder with the remainder never negative, as calendars need them before 1970.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
