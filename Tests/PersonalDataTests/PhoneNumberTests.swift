import PersonalData
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
        "a landline keeps its extension, however that is set off, and the extension is no part of the number",
        arguments: [
            "转801", "转 801", "转：801", "转分机801", "分机801", "分机号：801", "内线801", "(转801)", "（转８０１）", " ext 801", "ext.801",
            "EXT:801",
            "ｅｘｔ801", "ｅｘｔ８０１", "x801", "X801", "×801", "#801", "＃801", "#801#", ",801", ",,801", "，801", ";ext=801",
            "-801", "－801", "—801",
            "——801", " 801",
        ])
    func extensions(written: String) throws {
        for typed in ["0573-82512345", "057382512345", "+86 573 82512345", "（0573）8251-2345"] {
            let number = try PhoneNumber(typed + written)
            #expect(number.number == "+8657382512345", "\(typed + written)")
            #expect(number.extension == "801")
            #expect(number.normalised == "+8657382512345;ext=801")
            #expect(PhoneNumber(kept: number.normalised) == number)
            #expect(number.lastFour == "2345")
            #expect(number.masked == "0573****2345")
        }
    }

    @Test("a dash behind a whole number sets off an extension, and one within it does not")
    func dashes() throws {
        #expect(try PhoneNumber("0573-8251234-5").normalised == "+865738251234;ext=5")
        #expect(try PhoneNumber("0573-8251-2345").normalised == "+8657382512345")
        #expect(try PhoneNumber("138-1234-5678").normalised == "+8613812345678")
        #expect(try PhoneNumber("138-1234-5678-90").normalised == "+8613812345678;ext=90")
    }

    @Test(
        "area codes of two and of three digits are distinguished",
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
            ("13812345678;drop", .unreadable), ("13812345678,13912345678", .unreadable),
            ("0573-82512345转801,802", .unreadable), ("请打13812345678", .unreadable), ("0573-12345678", .unreadable),
            ("+1 650 253 0000", .unreadable),
            ("0573-82512345转", .unreadable), ("0573-82512345转1234567", .unreadable),
            (String(repeating: "1", count: 10_000), .unreadable), ("٠١٢٣٤٥٦٧٨٩", .unreadable),
        ])
    func refused(typed: String, fault: PhoneNumber.Fault) {
        #expect(throws: fault) { try PhoneNumber(typed) }
    }
}
