import City
import Kernel
import RegistryApplication
import RegistryDomain
import RegistryTestKit
import Testing

@Suite("A file of comma-separated values")
struct CSVFileTests {
    static let now = MemberTests.now
    static let city = AccessScope(area: MemberTests.area("3304"))

    static func importing(_ bytes: [UInt8]) async throws -> (ImportReport, InMemoryRegistryStore) {
        let registry = InMemoryRegistryStore()
        return (try await ImportAreas(store: registry)(bytes, scope: city, now: now), registry)
    }

    static func importing(_ text: String) async throws -> (ImportReport, InMemoryRegistryStore) {
        try await importing(Array(text.utf8))
    }

    @Test(
        "lines end in any of the three ways, and a byte order mark and blank lines are passed over",
        arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) async throws {
        let lines = ["\u{FEFF}code,name,boundary", "", "330402007,建设街道,", "", "330402008,解放街道,", ""]
        let (report, registry) = try await Self.importing(lines.joined(separator: end))
        #expect(report.created == 2)
        #expect(report.rejected.isEmpty)
        #expect(registry.areas.values.map(\.name.text).sorted() == ["建设街道", "解放街道"].sorted())
    }

    @Test("a last line needs no end")
    func noLastEnd() async throws {
        let (report, _) = try await Self.importing("code,name,boundary\n330402007,建设街道,")
        #expect(report.created == 1)
    }

    @Test("quotes hold commas, line ends and quotes; lines are counted through them")
    func quotes() async throws {
        let (report, registry) = try await Self.importing(
            "code,name,boundary\n\"330402007\",\"建\"\"设\"\", 街\r\n道\",\"\"\n1,坏,\n")
        #expect(registry.areas.values.map(\.name.text) == ["建\"设\", 街 道"])
        #expect(report.rejected.map(\.line) == [4])
    }

    static let brokenRows: [(row: String, fault: RowFault)] = [
        ("330402009,\"没有闭合,", .unclosedQuote), ("330402009,新\"嘉,", .strayQuote),
        ("330402009,\"新嘉\"街道,", .textAfterQuote), ("330402009,新嘉", .cellCount(found: 2, expected: 3)),
        ("330402009,新嘉,,", .cellCount(found: 4, expected: 3)), ("330402009,新\u{0}嘉,", .nulByte),
        ("330402007,建设街道,", .duplicate(ofLine: 2)), (",无代码,", .malformed("code")),
        ("330402009,,", .empty("name")), ("33040200,八位,", .malformed("code")), ("0304,零,", .malformed("code")),
        ("3.30402E+11,科学,", .scientificNumber("code")), ("330402009,新嘉,30 120;30 121", .boundary),
        ("330402009,新嘉,120.7 30.7;120.8 30.7;120.8 30.8", .boundary), ("330402009,新嘉,nan 1;2 3;4 5", .boundary),
        ("330402009,新嘉,1e400 1;2 3;4 5", .boundary), ("330402009,新嘉,30 120 1;30 121;31 120", .boundary),
        ("110101001,东华门,", .outsideScope),
        ("330402009,巨,-89 -179;-89 179;89 179;89 -179", .boundary),
        ("330402009,嘉\(String(repeating: "\u{301}", count: 30_000)),", .tooManyBytes("name", limit: 4_000)),
    ]

    @Test("a bad row is reported with its line and reason, and the good ones stay", arguments: brokenRows)
    func brokenRow(row: String, fault: RowFault) async throws {
        let (report, registry) = try await Self.importing(
            "code,name,boundary\n330402007,建设街道,\n\(row)\n330402010,南湖街道,\n")
        #expect(report.rejected == [ImportReport.Rejected(line: 3, fault: fault)])
        #expect(!fault.reason.isEmpty)
        // A quote that is never closed swallows what follows it; nothing else does.
        #expect(report.created == (fault == .unclosedQuote ? 1 : 2))
        #expect(registry.areas.count == report.created)
    }

    @Test("bytes that are not UTF-8 are a fault of their row")
    func notUTF8() async throws {
        let bytes = Array("code,name,boundary\n330402007,".utf8) + [0xBD, 0xA8] + Array(",\n330402008,解放街道,\n".utf8)
        let (report, _) = try await Self.importing(bytes)
        #expect(report.rejected == [ImportReport.Rejected(line: 2, fault: .notUTF8)])
        #expect(report.created == 1)
    }

    static let uselessFiles: [(bytes: [UInt8], fault: ImportFileFault)] = [
        ([], .noRows),
        (Array("\n\r\n \n".utf8), .header(missing: ["code", "name", "boundary"], duplicate: [], unknown: [""])),
        (Array("code,name,boundary".utf8), .noRows), (Array("code,name,boundary\n\n,,\n , ,\n".utf8), .noRows),
        ([0xFF, 0xFE, 0x63, 0x00], .utf16), ([0xFE, 0xFF, 0x00, 0x63], .utf16),
        ([0xB4, 0xFA, 0xC2, 0xEB] + Array(",name,boundary\n".utf8), .notUTF8),
        (Array("code,\"name\"x,boundary\n1,2,3".utf8), .brokenHeader),
        (Array("code,name\n330402007,建设".utf8), .header(missing: ["boundary"], duplicate: [], unknown: [])),
        (
            Array("code,name,code,colour\n".utf8),
            .header(missing: ["boundary"], duplicate: ["code"], unknown: ["colour"])
        ),
        (
            Array(("code,name,boundary\n" + String(repeating: "1,a,\n", count: 20_001)).utf8),
            .tooManyRows(limit: 20_000)
        ),
    ]

    @Test("a file of which nothing can be used is refused as a whole", arguments: uselessFiles)
    func uselessFile(bytes: [UInt8], fault: ImportFileFault) async throws {
        await #expect(throws: fault) { try await Self.importing(bytes) }
        #expect(!fault.reason.isEmpty)
    }

    @Test("columns come in any order and under their Chinese names")
    func headers() async throws {
        let (report, registry) = try await Self.importing("边界,区划名称, ｃｏｄｅ \n,建设街道,330402007\n")
        #expect(report.created == 1)
        #expect(registry.areas[MemberTests.area("330402007")]?.name.text == "建设街道")
    }

    @Test("full-width and invisible characters in codes are made plain and counted")
    func normalises() async throws {
        let (report, registry) = try await Self.importing("code,name,boundary\n\u{200B}３３０４０２００７\u{00A0},Ｂ座,\n")
        #expect(report.created == 1)
        #expect(report.normalised == 1)
        #expect(registry.areas[MemberTests.area("330402007")]?.name.text == "Ｂ座")
    }

    @Test("an endless quoted cell ends the reading and keeps what was read")
    func endlessCell() async throws {
        let text = "code,name,boundary\n330402007,建设街道,\n330402008,\"" + String(repeating: "长", count: 400_000)
        let (report, _) = try await Self.importing(text)
        #expect(report.created == 1)
        #expect(report.rejected == [ImportReport.Rejected(line: 3, fault: .unclosedQuote)])
    }
}
