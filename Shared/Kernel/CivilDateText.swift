extension CivilDate {
    /// Reads `2026-11-21`; `nil` for another form or a day that does not exist.
    public init?(iso text: String) {
        self.init(utf8: text.utf8.span)
    }

    /// Reads `2026-11-21` from UTF-8 bytes.
    public init?(utf8 bytes: Span<UInt8>) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = decimal(bytes, 0, 4), let month = decimal(bytes, 5, 2), let day = decimal(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day as `2026-11-21`.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        appendText(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``description`` as ASCII bytes; a year before 0 gets a minus sign.
    public func appendText(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: 24) { output in write(to: &output) }
    }

    func write(to output: inout OutputSpan<UInt8>) {
        let (year, month, day) = parts
        if year < 0 { output.append(UInt8(ascii: "-")) }
        appendDecimal(abs(year), digits: 4, to: &output)
        output.append(UInt8(ascii: "-"))
        appendDecimal(month, digits: 2, to: &output)
        output.append(UInt8(ascii: "-"))
        appendDecimal(day, digits: 2, to: &output)
    }

    /// The first moment of the day where local time is that many seconds ahead of UTC.
    public func start(offsetSeconds: Int) -> Timestamp {
        Timestamp(microseconds: (Int64(daysSinceEpoch) * 86_400 - Int64(offsetSeconds)) * 1_000_000)
    }
}

extension Timestamp {
    /// The day it is at this moment where local time is that many seconds ahead of UTC: 28 800 in Asia/Shanghai.
    public func civil(offsetSeconds: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: Int(local(offsetSeconds).quotient))
    }

    /// Microseconds since that local day began.
    ///
    /// Range: 0 to 86 399 999 999.
    public func microsecondOfDay(offsetSeconds: Int) -> Int64 {
        local(offsetSeconds).remainder
    }

    private func local(_ offsetSeconds: Int) -> (quotient: Int64, remainder: Int64) {
        (microseconds + Int64(offsetSeconds) * 1_000_000).flooredDivision(by: 86_400_000_000)
    }
}
