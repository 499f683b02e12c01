import Kernel
import RegistryDomain
import Testing

@Suite("Values of the registry")
struct RegistryValueTests {
    @Test(
        "a phone number is read as people write it, and shown masked",
        arguments: [
            ("13812345678", "13812345678", "138****5678"), ("+86 138 1234 5678", "13812345678", "138****5678"),
            ("0086-138-1234-5678", "13812345678", "138****5678"), ("8613812345678", "13812345678", "138****5678"),
            ("１３８１２３４５６７８", "13812345678", "138****5678"),
            (" 138\u{00A0}1234\u{3000}5678 ", "13812345678", "138****5678"),
            ("(0573) 8210-0000", "057382100000", "057****0000"), ("010-65550000", "01065550000", "010****0000"),
        ])
    func readsPhones(written: String, digits: String, masked: String) throws {
        let phone = try #require(PhoneNumber(written))
        #expect(phone.digits == digits)
        #expect(phone.masked == masked)
        #expect("\(phone)" == masked)
    }

    @Test(
        "what is no phone number is refused",
        arguments: [
            "", "1381234567", "138123456789", "12812345678", "1.38E+10", "138****5678", "00573821000", "电话", "110",
            "+1 202 555 0100",
        ])
    func refusesPhones(written: String) {
        #expect(PhoneNumber(written) == nil)
    }

    @Test(
        "a name is kept by what can be seen of it",
        arguments: [
            ("王小明", "王小明", "王**"), (" 王 \u{3000}小明 ", "王 小明", "王**"), ("买买提·艾力", "买买提·艾力", "买**"),
            ("\u{202E}王\u{200B}小\u{2066}明", "王小明", "王**"), ("𠮷野", "𠮷野", "𠮷**"), ("王", "王", "王**"),
            ("👨‍👩‍👧家", "👨‍👩‍👧家", "👨‍👩‍👧**"), ("<script>", "<script>", "<**"),
        ])
    func readsNames(written: String, kept: String, masked: String) throws {
        let name = try #require(PersonName(written))
        #expect(name.text == kept)
        #expect("\(name)" == masked)
    }

    @Test(
        "an empty or endless name is refused",
        arguments: ["", " \u{3000}", "\u{200B}\u{202E}", String(repeating: "王", count: 51)])
    func refusesNames(written: String) {
        #expect(PersonName(written) == nil)
    }

    @Test("a member number is one spelling of many, and no identity number")
    func readsNumbers() throws {
        #expect(MemberNumber("ｄ-００１") == MemberNumber("D-001"))
        #expect(MemberNumber("d-001\u{200B}")?.text == "D-001")
        for bad in [
            "", "D 001", "D/001", "中1", String(repeating: "1", count: 33), "330402199001011234", "33040219900101123x",
        ] {
            #expect(MemberNumber(bad) == nil, "\(bad)")
        }
        #expect(MemberNumber.isIdentityNumber("33040219900101123x"))
        #expect(!MemberNumber.isIdentityNumber("330402123456789012"))
    }

    @Test("a set of skills is sorted, has each once, and at most twenty")
    func sortsSkills() throws {
        let skills = try #require(SkillSet(["medic", "Driver", "medic"].compactMap { SkillCode($0) }))
        #expect(skills.codes.map(\.text) == ["driver", "medic"])
        #expect(SkillSet((0..<21).compactMap { SkillCode("s\($0)") }) == nil)
        #expect(SkillSet((0..<20).compactMap { SkillCode("s\($0)") }) != nil)
        #expect(SkillCode("first aid") == nil)
        #expect(SkillCode("急救") == nil)
    }

    @Test("identifiers follow from business keys and do not meet across kinds")
    func derivesIdentifiers() throws {
        let number = try #require(MemberNumber("330402"))
        let code = try #require(OrganisationCode("330402"))
        let area = try #require(AreaCode("330402"))
        #expect(RegistryIdentifiers.member(number) == RegistryIdentifiers.member(number))
        let identifiers: Set<String> = [
            "\(RegistryIdentifiers.member(number))", "\(RegistryIdentifiers.organisation(code))",
            "\(RegistryIdentifiers.area(area))",
        ]
        #expect(identifiers.count == 3)
        #expect(
            "\(RegistryIdentifiers.member(number))" == "38e5b7c1-f416-8d88-9fa8-fb635b584fa2", "it must never change")
    }

    @Test("an area tells itself when it is new or corrected, and not otherwise")
    func definesAreas() throws {
        let code = try #require(AreaCode("330402007"))
        let definition = Area.Definition(code: code, name: try #require(DisplayName("建设街道")), boundary: nil)
        let area = Area.applying(.defined(definition), to: nil)
        #expect(area.version == Version(value: 1))
        #expect(Area.decide(definition, existing: area) == nil)
        let corners = [(30.0, 120.0), (30.0, 120.1), (30.1, 120.1)].compactMap {
            GeoPoint(latitude: $0.0, longitude: $0.1)
        }
        let shaped = Area.Definition(code: code, name: definition.name, boundary: Polygon(ring: corners))
        #expect(Area.decide(shaped, existing: area) == .defined(shaped))
        #expect(Area.applying(.defined(shaped), to: area).version == Version(value: 2))
    }

    @Test("an organisation tells itself when it is new or corrected, and not otherwise")
    func definesOrganisations() throws {
        let definition = Organisation.Definition(
            code: try #require(OrganisationCode("U1")), name: try #require(DisplayName("街道办")), type: .street,
            area: try #require(AreaCode("330402007")))
        let unit = Organisation.applying(.defined(definition), to: nil)
        #expect(Organisation.decide(definition, existing: unit) == nil)
        let renamed = Organisation.Definition(
            code: definition.code, name: try #require(DisplayName("街道办事处")), type: .street, area: definition.area)
        #expect(Organisation.decide(renamed, existing: unit) == .defined(renamed))
    }
}
