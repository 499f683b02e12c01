import IntakeDomain
import Kernel
import Testing

@Suite("Numbers and tracking codes")
struct NumberAndCodeTests {
    @Test("a number is a day, a sequence and a check digit")
    func form() throws {
        let day = try #require(CivilDate(iso: "2026-11-21"))
        let number = RequestNumber(day: day, sequence: 123)
        #expect(number.text.hasPrefix("20261121-000123-"))
        #expect(RequestNumber(number.text) == number)
        #expect(RequestNumber(day: day, sequence: 1_234_567).text.hasPrefix("20261121-1234567-"))
    }

    @Test("a wrong digit anywhere in a number is noticed")
    func checkDigit() throws {
        let digits = Array(RequestNumber(day: CivilDate(daysSinceEpoch: 20_000), sequence: 987_654).text)
        for (index, digit) in digits.enumerated() where digit != "-" {
            for other in "0123456789" where other != digit {
                var wrong = digits
                wrong[index] = other
                #expect(RequestNumber(String(wrong)) == nil)
            }
        }
    }

    @Test("a tracking code is 26 symbols of 128 random bits, and is read as people type it")
    func code() throws {
        let code = TrackingCode(random: (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210))
        #expect(code.text.count == 26)
        let grouped = stride(from: 0, to: 26, by: 5).map { String(code.text.dropFirst($0).prefix(5)) }.joined(
            separator: "-")
        #expect(TrackingCode(grouped.lowercased()) == code)
        let confused = String(code.text.map { $0 == "0" ? "O" : $0 == "1" ? "l" : $0 })
        #expect(TrackingCode(confused) == code)
        #expect(TrackingCode(random: (0, 1)) != TrackingCode(random: (0, 2)))
        #expect(TrackingCode(random: (1 << 63, 0)) != TrackingCode(random: (0, 0)))
    }

    @Test(
        "what is no tracking code is none",
        arguments: ["", "ABC", String(repeating: "U", count: 26), "😀", String(repeating: "0", count: 27)])
    func noCode(text: String) {
        #expect(TrackingCode(text) == nil)
    }
}
