import IntakeApplication
import IntakeDomain
import PersonalData
import RegistryDomain
import Testing
import Wire

@testable import IntakeInbound
@testable import RegistryApplication

@Suite("What one context takes of a person, the others take")
struct WaysInTests {
    /// Where a person's name and phone come in.
    enum WayIn: CaseIterable {
        /// A request's form, over HTTP and in a message.
        case registration
        /// A line of the membership list.
        case membershipList

        /// What is kept.
        func contact(name: String, phone: String) throws -> (name: String?, phone: String?) {
            switch self {
            case .registration:
                let form = JSONObject([
                    ("text", .string("路灯坏了")),
                    ("requester", .object(JSONObject([("name", .string(name)), ("phone", .string(phone))]))),
                ])
                let requester = try RegistrationForm.read(WireObject(form), channel: .web).requester
                return (requester.name?.text, requester.phone?.normalised)
            case .membershipList:
                var row = CSVRow<MemberLine.Column>(
                    line: 2, cells: [.number: "D-1", .name: name, .phone: phone, .home: "330402007001001"])
                let contact = try MemberLine(&row).personal
                return (contact.name.text, contact.phone.normalised)
            }
        }
    }

    @Test(
        "a name is kept alike", arguments: WayIn.allCases,
        [
            ("王小明", "王小明"), (" 王\u{3000} 小明 ", "王 小明"), ("\u{202E}王\u{200B}小\u{2066}明", "王小明"), ("买买提·艾力", "买买提·艾力"),
            ("葛\u{E0100}西", "葛\u{E0100}西"), ("\u{20BB7}野", "\u{20BB7}野"), ("王\u{E863}", "王\u{E863}"), ("小明👨‍👩‍👧", "小明👨‍👩‍👧"),
            (String(repeating: "👨‍👩‍👧‍👦", count: 50), String(repeating: "👨‍👩‍👧‍👦", count: 50)),
        ])
    func names(way: WayIn, name: (typed: String, kept: String)) throws {
        #expect(try way.contact(name: name.typed, phone: "13812345678").name == name.kept)
    }

    @Test(
        "a name is refused alike", arguments: WayIn.allCases,
        ["王**", "王＊＊", "王●●", "王××", "王··", "王xx", "王…", "王\u{FFFF}", String(repeating: "王", count: 51)])
    func refusedNames(way: WayIn, name: String) {
        #expect(throws: (any Error).self) { try way.contact(name: name, phone: "13812345678") }
    }

    @Test(
        "a phone is kept alike", arguments: WayIn.allCases,
        [
            ("13812345678", "+8613812345678"), ("0086-138-1234-5678", "+8613812345678"),
            ("１３８１２３４５６７８", "+8613812345678"), ("+86 573 82510000", "+8657382510000"),
            ("057382510000", "+8657382510000"), ("57382510000", "+8657382510000"),
            ("0573-82510000转801", "+8657382510000;ext=801"), ("0573-82510000ｅｘｔ801", "+8657382510000;ext=801"),
            ("0573-82510000,801", "+8657382510000;ext=801"), ("0573-82510000×801", "+8657382510000;ext=801"),
            ("0573-82510000-801", "+8657382510000;ext=801"), ("0573-82510000#801", "+8657382510000;ext=801"),
        ])
    func phones(way: WayIn, phone: (typed: String, kept: String)) throws {
        #expect(try way.contact(name: "王", phone: phone.typed).phone == phone.kept)
    }

    @Test(
        "a phone is refused alike", arguments: WayIn.allCases,
        [
            "138****5678", "138＊＊＊＊5678", "138xxxx5678", "138••••5678", "82512345", "0573-12345678", "110",
            "+1 202 555 0100", "电话",
        ])
    func refusedPhones(way: WayIn, phone: String) {
        #expect(throws: (any Error).self) { try way.contact(name: "王", phone: phone) }
    }
}
