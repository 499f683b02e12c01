import CSVFiles
import IntakeApplication
import IntakeDomain
import PersonalData
import RegistryDomain
import ServiceRuntime
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
                let file =
                    "member_no,name,phone,home_area,organisation_code,skills\n"
                    + CSVText.record(["D-1", name, phone, "330402007001001", "", ""])
                let table = try CSVTable<MemberLine.Column>(Array(file.utf8))
                var row = ImportRow(try #require(table.rows.first))
                let contact = try MemberLine(&row).personal
                return (contact.name.text, contact.phone.normalised)
            }
        }
    }

    /// What need not be said of a request, with a value for it.
    static let optional: [(member: String, value: JSONValue)] = [
        ("title", .string("路灯")), ("area", .string("330402007001")), ("category", .string("城乡建设")),
        ("urgency", .string("urgent")), ("requester", .object(JSONObject([("name", .string("王"))]))),
        (
            "location",
            .object(JSONObject([("latitude", .integer(30)), ("longitude", .integer(120)), ("crs", .string("wgs84"))]))
        ),
    ]

    @Test("what need not be said may be missing, null or blank, and all three mean the same", arguments: optional)
    func blank(member: String, value: JSONValue) throws {
        func read(_ value: JSONValue?) throws -> Registration {
            var form = JSONObject([("channel", .string("patrol")), ("text", .string("路灯坏了"))])
            form[member] = value
            return try RegistrationForm.read(WireObject(form), channel: nil)
        }
        let missing = try read(nil)
        #expect(try read(value) != missing)
        for blank in [JSONValue.null, .string(""), .string(" \t"), .string("\u{3000}")] {
            #expect(try read(blank) == missing)
            guard case .object(var inner) = value else { continue }
            for key in inner.keys { inner[key] = blank }
            #expect(try read(.object(inner)) == missing)
        }
    }

    @Test("the parts of a requester may be missing, null or blank too", arguments: ["name", "phone", "address"])
    func blankParts(part: String) throws {
        for blank in [JSONValue.null, .string(""), .string(" "), .string("\u{200B}\u{3000}")] {
            let form = JSONObject([
                ("channel", .string("patrol")), ("text", .string("路灯坏了")),
                ("requester", .object(JSONObject([(part, blank)]))),
            ])
            #expect(try RegistrationForm.read(WireObject(form), channel: nil).requester == Requester())
        }
    }

    @Test("every member that the forms do not require is tried here")
    func complete() {
        for schema in [RegistrationForm.staffSchema, RegistrationForm.publicSchema] {
            guard case .object(_, let members, _) = schema else { continue }
            for member in members where !member.isRequired {
                #expect(Self.optional.contains { $0.member == member.name }, "\(member.name)")
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
