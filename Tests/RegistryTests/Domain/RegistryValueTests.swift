import Kernel
import RegistryDomain
import Testing

@Suite("Values of the registry")
struct RegistryValueTests {
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

    @Test("an area is published when it is new or corrected, and not otherwise")
    func definesAreas() throws {
        let code = try #require(AreaCode("330402007"))
        let definition = Area.Definition(code: code, name: try DisplayName("建设街道"), boundary: nil)
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

    @Test("an organisation is published when it is new or corrected, and not otherwise")
    func definesOrganisations() throws {
        let definition = Organisation.Definition(
            code: try #require(OrganisationCode("U1")), name: try DisplayName("街道办"), type: .street,
            area: try #require(AreaCode("330402007")))
        let unit = Organisation.applying(.defined(definition), to: nil)
        #expect(Organisation.decide(definition, existing: unit) == nil)
        let renamed = Organisation.Definition(
            code: definition.code, name: try DisplayName("街道办事处"), type: .street, area: definition.area)
        #expect(Organisation.decide(renamed, existing: unit) == .defined(renamed))
    }
}
