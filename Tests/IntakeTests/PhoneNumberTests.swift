import IntakeDomain
import Testing

@Suite("Phone numbers")
struct PhoneNumberTests {
    @Test(
        "however a mobile is typed, it is one number",
        arguments: [
            "13812345678", "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "+8613812345678", "008613812345678",
            "8613812345678", "１３８１２３４５６７８", "＋８６　１３８１２３４５６７８", "(138)12345678", "013812345678",
            " 13812345678 ", "138\u{200B}12345678", "86-138-1234-5678",
        ])
    func mobiles(typed: String) throws {
        #expect(try PhoneNumber(typed).normalised == "+8613812345678")
    }

    @Test(
        "however a landline is typed, it is one number",
        arguments: [
            "0573-82512345", "057382512345", "(0573)82512345", "（0573）8251 2345", "+86 573 82512345",
            "0086-573-82512345", "０５７３－８２５１２３４５", "+86 0573 8251-2345",
        ])
    func landlines(typed: String) throws {
        #expect(try PhoneNumber(typed).normalised == "+8657382512345")
    }

    @Test(
        "a landline keeps its extension",
        arguments: [
            "0573-82512345-801", "0573-82512345转801", "0573 82512345 ext 801", "0573-82512345#801",
            "057382512345分机801", "0573-82512345x801",
        ])
    func extensions(typed: String) throws {
        let number = try PhoneNumber(typed)
        #expect(number.normalised == "+8657382512345;ext=801")
        #expect(number.lastFour == "2345")
    }

    @Test(
        "area codes of two and of three digits are told apart",
        arguments: [
            ("010-62345678", "+861062345678", "010****5678"), ("021-52345678", "+862152345678", "021****5678"),
            ("0731-4123456", "+867314123456", "0731****3456"), ("0573-82512345", "+8657382512345", "0573****2345"),
            ("13812345678", "+8613812345678", "138****5678"),
        ])
    func masks(typed: String, normalised: String, masked: String) throws {
        let number = try PhoneNumber(typed)
        #expect(number.normalised == normalised)
        #expect(number.masked == masked)
    }

    @Test(
        "what is no number is refused with its reason",
        arguments: [
            ("138****5678", PhoneNumber.Fault.masked), ("138＊＊＊＊5678", .masked), ("", .unreadable),
            ("110", .unreadable),
            ("138123456789", .unreadable), ("1381234567", .unreadable), ("12812345678", .unreadable),
            ("82512345", .missingAreaCode), ("8251234", .missingAreaCode), ("call me", .unreadable),
            ("13812345678;drop", .unreadable), ("0573-12345678", .unreadable), ("+1 650 253 0000", .unreadable),
            ("0573-82512345转", .unreadable), ("0573-82512345转1234567", .unreadable),
            (String(repeating: "1", count: 10_000), .unreadable), ("٠١٢٣٤٥٦٧٨٩", .unreadable),
        ])
    func refused(typed: String, fault: PhoneNumber.Fault) {
        #expect(throws: fault) { try PhoneNumber(typed) }
    }
}
