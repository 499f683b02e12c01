import City
import Kernel
import Messaging
import RegistryApplication
import RegistryContract
import RegistryDomain
import Synchronization
import Testing
import Wire

@Suite("An import")
struct ImportTests {
    let registry = MemoryRegistry()
    let city = CSVFileTests.city
    let now = MemberTests.now

    static let areas = """
        code,name,boundary
        330402,南湖区,
        330402007001,社区一,
        330402007001001,网格一,30.75 120.75;30.75 120.76;30.76 120.76
        330402007001002,网格二,
        330411,秀洲区,
        330411001001001,网格三,
        """
    static let organisations = """
        code,name,kind,area
        U1,某局,department,330402
        U2,某厂,用人单位,330411
        """
    static let header = "member_no,name,phone,home_area,organisation_code,skills\n"
    static let members =
        header + """
            D-001,王小明,13812345678,330402007001001,U1,medic;driver
            D-002,李四,0573-82100000,330402007001,U2,
            D-003,买买提·艾力,+86 139 0000 0000,330411001001001,,Driver、driver
            """

    func load(_ text: String, scope: AccessScope? = nil) async throws -> ImportReport {
        _ = try await ImportAreas(store: registry)(Array(Self.areas.utf8), scope: city, now: now)
        _ = try await ImportOrganisations(store: registry)(Array(Self.organisations.utf8), scope: city, now: now)
        registry.state.withLock { $0.events = [] }
        return try await again(text, scope: scope)
    }

    func again(_ text: String, scope: AccessScope? = nil) async throws -> ImportReport {
        try await ImportMembers(store: registry, sealer: PlainSealer())(
            Array(text.utf8), scope: scope ?? city, now: now)
    }

    func id(_ number: String) throws -> MemberID {
        RegistryIdentifiers.member(try #require(MemberNumber(number)))
    }

    @Test("every new member is published once, without a name or a phone")
    func publishes() async throws {
        let report = try await load(Self.members)
        #expect(report == ImportReport(created: 3, changed: 0, unchanged: 0, normalised: 0, rejected: []))
        #expect(registry.events.map(\.type) == Array(repeating: "registry.member.registered", count: 3))
        let first = try MemberRegistered(decoding: registry.events[0].body)
        #expect(first.area.text == "330402007001001")
        #expect(first.skills == ["driver", "medic"])
        #expect(first.organisationID == RegistryIdentifiers.organisation(try #require(OrganisationCode("U1"))))
        #expect(registry.events[0].aggregate == (try id("D-001")).retagged())
        for event in registry.events {
            let body = String(decoding: event.body, as: UTF8.self)
            #expect(!body.contains("王") && !body.contains("1381234") && !body.contains("D-00"))
        }
    }

    @Test("a second import of the same file changes nothing and publishes nothing")
    func repeats() async throws {
        _ = try await load(Self.members)
        let before = registry.members
        registry.state.withLock { $0.events = [] }
        let report = try await again(Self.members)
        #expect(report == ImportReport(created: 0, changed: 0, unchanged: 3, normalised: 0, rejected: []))
        #expect(registry.members == before)
        #expect(registry.events.isEmpty)
    }

    @Test("areas and organisations that are imported again change nothing either")
    func repeatsReferenceData() async throws {
        _ = try await load(Self.members)
        let areas = try await ImportAreas(store: registry)(Array(Self.areas.utf8), scope: city, now: now)
        let units = try await ImportOrganisations(store: registry)(
            Array(Self.organisations.utf8), scope: city, now: now)
        #expect(areas.unchanged == 6 && areas.created + areas.changed == 0)
        #expect(units.unchanged == 2 && units.created + units.changed == 0)
        #expect(registry.events.count == 3)
    }

    @Test("a new phone changes the member and is published nowhere")
    func changesPhone() async throws {
        _ = try await load(Self.header + "D-001,王小明,13812345678,330402007001001,,\n")
        registry.state.withLock { $0.events = [] }
        let report = try await again(Self.header + "D-001,王小明,13812345679,330402007001001,,\n")
        #expect(report.changed == 1)
        #expect(registry.events.isEmpty)
        let view = try await ReadMembers(store: registry, sealer: PlainSealer()).one(try id("D-001"), scope: city)
        #expect(view.maskedPhone == "138****5679")
        #expect(view.maskedName == "王**")
        #expect(view.member.version == Version(value: 1))
    }

    @Test("new skills are published, and the sealed data stays as it was")
    func changesSkills() async throws {
        _ = try await load(Self.header + "D-001,王小明,13812345678,330402007001001,,\n")
        let sealed = registry.members[try id("D-001")]?.personal
        let report = try await again(Self.header + "D-001,王小明,13812345678,330402007001001,,medic\n")
        #expect(report.changed == 1)
        #expect(registry.events.last?.type == "registry.member.skills_changed")
        #expect(registry.members[try id("D-001")]?.personal == sealed)
    }

    @Test(
        "a masked name or phone over a stored one is refused, whatever it was masked with",
        arguments: ["＊＊", "●●", "××"])
    func keepsWhole(mask: String) async throws {
        _ = try await load(Self.header + "D-001,王小明,13812345678,330402007001001,,\n")
        let before = registry.members
        let rows = ["D-001,王\(mask),13812345678,330402007001001,,", "D-001,王小明,138\(mask)5678,330402007001001,,"]
        for (row, column) in zip(rows, ["name", "phone"]) {
            let report = try await again(Self.header + row)
            #expect(report == ImportReport(rejected: [.init(line: 2, fault: .maskedValue(column))]))
        }
        #expect(registry.members == before)
    }

    static let badRows: [(row: String, fault: RowFault)] = [
        (",王,13812345678,330402007001001,,", .empty("member_no")),
        ("D 1,王,13812345678,330402007001001,,", .malformed("member_no")),
        ("330402199001011234,王,13812345678,330402007001001,,", .identityNumber),
        ("D-9,,13812345678,330402007001001,,", .empty("name")),
        ("D-9,\(String(repeating: "王", count: 51)),13812345678,330402007001001,,", .tooLong("name", limit: 50)),
        ("D-9,王**,13812345678,330402007001001,,", .maskedValue("name")),
        ("D-9,王\u{FFFF},13812345678,330402007001001,,", .noCharacter("name")),
        ("D-9,王,138****5678,330402007001001,,", .maskedValue("phone")),
        ("D-9,王,1.38E+10,330402007001001,,", .scientificNumber("phone")),
        ("D-9,王,82100000,330402007001001,,", .phone), ("D-9,王,,330402007001001,,", .phone),
        ("D-9,王,13812345678,3.30402E+14,,", .scientificNumber("home_area")),
        ("D-9,王,13812345678,网格一,,", .malformed("home_area")),
        ("D-9,王,13812345678,330402007001099,,", .unknownArea),
        ("D-9,王,13812345678,330402,,", .member(.homeTooLarge)),
        ("D-9,王,13812345678,110101001001001,,", .outsideScope),
        ("D-9,王,13812345678,330402007001001,U9,", .unknownOrganisation),
        ("D-9,王,13812345678,330402007001001,U/9,", .malformed("organisation_code")),
        ("D-9,王,13812345678,330402007001001,,first aid", .malformed("skills")),
        (
            "D-9,王,13812345678,330402007001001,,\((0..<21).map { "s\($0)" }.joined(separator: ";"))",
            .skillCount(limit: 20)
        ),
        ("d-００１,王,13812345678,330402007001001,,", .duplicate(ofLine: 2)),
    ]

    @Test("a bad row is reported with its line and reason, and the good ones stay", arguments: badRows)
    func badRow(row: String, fault: RowFault) async throws {
        let report = try await load(
            Self.header + "D-001,王,13812345678,330402007001001,,\n\(row)\nD-002,李,13812345678,330402007001001,,\n")
        #expect(report.rejected == [ImportReport.Rejected(line: 3, fault: fault)])
        #expect(report.created == 2)
        #expect(registry.members.count == 2)
        // A reason never repeats what the row says.
        #expect(!fault.reason.contains("138123") && !fault.reason.contains("D-9"))
    }

    @Test(
        "another district's area and another district's member get the answer of what does not exist")
    func hidesOtherDistricts() async throws {
        _ = try await load(Self.members)
        let scope = AccessScope(area: MemberTests.area("330402"))
        let known = try await again(Self.header + "D-9,王,13812345678,330411001001001,,\n", scope: scope)
        let unknown = try await again(Self.header + "D-9,王,13812345678,330411009009009,,\n", scope: scope)
        #expect(known.rejected == unknown.rejected)
        let taken = try await again(Self.header + "D-003,王,13812345678,330402007001001,,\n", scope: scope)
        #expect(taken.rejected.map(\.fault) == [.unavailable])
        #expect(registry.members[try id("D-003")]?.member.home.text == "330411001001001")
    }

    @Test("a batch that met another import is decided again, and a lasting conflict is not hidden")
    func repeatsConflicts() async throws {
        _ = try await load(Self.header + "D-001,王,13812345678,330402007001001,,\n")
        registry.state.withLock { $0.conflicts = 2 }
        let report = try await again(Self.header + "D-002,王,13812345678,330402007001001,,\n")
        #expect(report.created == 1)
        registry.state.withLock { $0.conflicts = 3 }
        await #expect(throws: StoreConflict.self) {
            try await again(Self.header + "D-004,王,13812345678,330402007001001,,\n")
        }
    }
}
