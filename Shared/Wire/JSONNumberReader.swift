extension JSONReader {
    /// Reads a number; one without fraction and exponent is an integer.
    ///
    /// Throws: `outOfRange` for integers beyond 64 bits, for what is too large for a double and for negative zero,
    /// which would compare equal to zero and yet print otherwise; `-Infinity` counts as a number that is too large.
    mutating func number(_ bytes: Span<UInt8>) throws(WireError) -> JSONEntry {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var digits = Digits()
        let integerStart = index
        try digits.read(bytes, from: &index)
        guard index > integerStart else {
            throw WireError(
                code: matches("Infinity", bytes) ? .outOfRange : .syntax, offset: isNegative ? start : index)
        }
        if bytes[integerStart] == UInt8(ascii: "0"), index > integerStart + 1 {
            throw WireError(code: .syntax, offset: integerStart + 1)
        }
        let isInteger = !(peek(bytes) == UInt8(ascii: ".") || (peek(bytes) ?? 0) | 0x20 == UInt8(ascii: "e"))
        if isInteger {
            guard let value = digits.integer(isNegative: isNegative) else {
                throw WireError(code: .outOfRange, offset: start)
            }
            return JSONEntry(value)
        }
        var exponent = 0
        if peek(bytes) == UInt8(ascii: ".") {
            index += 1
            let fractionStart = index
            try digits.read(bytes, from: &index)
            guard index > fractionStart else { throw fault(.syntax) }
            exponent = fractionStart - index
        }
        if let letter = peek(bytes), letter | 0x20 == UInt8(ascii: "e") {
            exponent += try self.exponent(bytes)
        }
        guard let magnitude = digits.double(exponent: exponent) ?? slowDouble(bytes, from: integerStart),
            magnitude.isFinite, !(isNegative && digits.areZero)
        else { throw WireError(code: .outOfRange, offset: start) }
        return JSONEntry(isNegative && magnitude != 0 ? -magnitude : magnitude)
    }

    /// Reads `e`, a sign and digits; an exponent beyond a million counts as a million, it decides nothing any more.
    private mutating func exponent(_ bytes: Span<UInt8>) throws(WireError) -> Int {
        index += 1
        let sign = peek(bytes)
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { index += 1 }
        let start = index
        var value = 0
        while let byte = peek(bytes), byte &- 0x30 < 10 {
            value = min(value * 10 + Int(byte &- 0x30), 1_000_000)
            index += 1
        }
        guard index > start else { throw fault(.syntax) }
        return sign == UInt8(ascii: "-") ? -value : value
    }

    /// The standard library's conversion, correct for every number however long.
    private func slowDouble(_ bytes: Span<UInt8>, from start: Int) -> Double? {
        Double(String(copying: UTF8Span(unchecked: bytes.extracting(start..<index))))
    }
}

/// The decimal digits of a number, without its point.
private struct Digits {
    private var value: UInt64 = 0
    private var hasOverflowed = false

    /// Whether every digit was zero.
    var areZero: Bool { value == 0 && !hasOverflowed }

    @inline(__always)
    mutating func read(_ bytes: Span<UInt8>, from index: inout Int) throws(WireError) {
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            if tooLarge || carried { hasOverflowed = true }
            value = sum
            index &+= 1
        }
    }

    /// The digits as an integer; `nil` beyond 64 bits and for negative zero.
    func integer(isNegative: Bool) -> Int64? {
        if hasOverflowed { return nil }
        guard isNegative else { return Int64(exactly: value) }
        if value == 0 { return nil }
        return value == 1 << 63 ? .min : Int64(exactly: value).map { -$0 }
    }

    /// The digits times ten to the power, where one exact operation gives it; `nil` leaves it to the slow way.
    ///
    /// Source: W. D. Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990: both operands are exact below
    /// 2^53 and 10^22, so that the one rounding is right.
    func double(exponent: Int) -> Double? {
        guard !hasOverflowed, value <= 1 << 53, (-22...22).contains(exponent) else { return nil }
        return exponent < 0 ? Double(value) / powersOfTen[-exponent] : Double(value) * powersOfTen[exponent]
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
