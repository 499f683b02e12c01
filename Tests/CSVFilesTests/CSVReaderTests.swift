import CSVFiles
import Testing

@Suite("Comma-separated values")
struct CSVReaderTests {
    enum Column: String, CSVColumn {
        case code, name
    }

    static func records(_ text: String, comments: Bool = false) throws -> [[String]] {
        var reader = try CSVReader(Array(text.utf8), comments: comments)
        var records: [[String]] = []
        while let record = reader.next() { records.append(try record.cells.get()) }
        return records
    }

    @Test(
        "records are read as RFC 4180 has them, however lines end",
        arguments: [
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("a\rb", [["a"], ["b"]]),
            ("\u{FEFF}a,b", [["a", "b"]]), ("\n\na\n\n", [["a"]]), (",", [["", ""]]), ("a,,c", [["a", "", "c"]]),
            ("\"a,b\",\"c\"\"d\",\"e\r\nf\"", [["a,b", "c\"d", "e\r\nf"]]), ("\"\"", [[""]]),
            (" a , b ", [[" a ", " b "]]),
            ("#a,b", [["#a", "b"]]), ("", []),
        ])
    func reads(text: String, records: [[String]]) throws {
        #expect(try Self.records(text) == records)
    }

    @Test("comments are passed over where there may be some")
    func comments() throws {
        #expect(try Self.records("# a \"comment\n\na,b\n#c\n\"#d\",e", comments: true) == [["a", "b"], ["#d", "e"]])
    }

    @Test(
        "what breaks the format is a fault of its record, and reading goes on at the next line",
        arguments: [
            ("a\"b,c", CSVFault.strayQuote), ("\"a\"b,c", .textAfterQuote), ("a\u{0}b,c", .nulByte),
            ("1,2,3,4,5", .tooManyCells(limit: 4)), ("12345678901,1", .cellTooLarge(limit: 10)),
        ])
    func faults(line: String, fault: CSVFault) throws {
        let limits = CSVLimits(bytes: 1_000, rows: 10, cells: 4, cellBytes: 10)
        var reader = try CSVReader(Array("code,name\n\(line)\nx,y".utf8), limits: limits)
        var faults: [CSVFault] = []
        var good = 0
        while let record = reader.next() {
            switch record.cells {
            case .success: good += 1
            case .failure(let found):
                faults.append(found)
                #expect(record.line == 2)
            }
        }
        #expect(faults == [fault])
        #expect(good == 2)
    }

    /// 姓名,电话 and 王小明 in GB 18030.
    static let gb18030: [UInt8] =
        [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB5, 0xE7, 0xBB, 0xB0, 0x0A, 0xCD, 0xF5, 0xD0, 0xA1, 0xC3, 0xF7, 0x2C, 0x31]

    @Test(
        "a file in another encoding is refused as a whole and never garbled",
        arguments: [
            (gb18030, CSVFileFault.notUTF8), (Array("code,name\n".utf8) + gb18030, .notUTF8),
            ([0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00], .utf16), ([0xFE, 0xFF, 0x00, 0x61], .utf16),
            ("代码,名称\n甲,乙\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, .utf16),
            ("code,name\n甲,乙\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, .utf16),
        ] as [([UInt8], CSVFileFault)])
    func encodings(bytes: [UInt8], fault: CSVFileFault) {
        #expect(throws: fault) { try CSVReader(bytes) }
    }

    @Test("one damaged line of a UTF-8 file is a fault of its record")
    func damaged() throws {
        let bytes = Array("code,name\n1,甲\n2,".utf8) + [0xBD] + Array("\n3,乙\n".utf8)
        let table = try CSVTable<Column>(bytes)
        #expect(table.rows.map { $0[.name] } == ["甲", "乙"])
        #expect(table.faulty == [.init(line: 3, fault: .notUTF8)])
    }

    @Test("a table finds its columns in any order, and passes over rows that are blank in every cell")
    func table() throws {
        let table = try CSVTable<Column>(Array(" name ,code\n,\n a , 1 \n \n".utf8))
        #expect(table.rows.count == 1)
        #expect(table.rows[0].line == 3)
        #expect(table.rows[0][.name] == " a ")
        #expect(table.rows[0].value(.code) == "1")
        #expect(table.rows[0].value(.name) == "a")
    }

    @Test(
        "a header that is not that of the table says what is wrong with it",
        arguments: [
            ("", CSVFileFault.empty), ("code", .header(missing: ["name"], duplicate: [], unknown: [])),
            ("code,name,code", .header(missing: [], duplicate: ["code"], unknown: [])),
            ("code,name,Name", .header(missing: [], duplicate: [], unknown: ["Name"])),
            ("co\"de,name", .brokenHeader(.strayQuote)),
        ])
    func headers(text: String, fault: CSVFileFault) {
        #expect(throws: fault) { try CSVTable<Column>(Array(text.utf8)) }
    }

    @Test("of many unknown headings ten are named")
    func manyHeadings() {
        let headings = (0..<50).map { "x\($0)" }.joined(separator: ",")
        let named = (0..<10).map { "x\($0)" }
        #expect(throws: CSVFileFault.header(missing: [], duplicate: [], unknown: named)) {
            try CSVTable<Column>(Array("code,name,\(headings)".utf8))
        }
    }

    @Test("a header or a record of millions of cells costs no more than its bytes")
    func millions() throws {
        let commas = String(repeating: ",", count: 4_000_000)
        let clock = ContinuousClock()
        let time = try clock.measure {
            #expect(throws: CSVFileFault.brokenHeader(.tooManyCells(limit: 64))) {
                try CSVTable<Column>(Array(commas.utf8))
            }
            let table = try CSVTable<Column>(Array("code,name\n\(commas)\n1,a".utf8))
            #expect(table.rows.count == 1)
            #expect(table.faulty == [.init(line: 2, fault: .tooManyCells(limit: 64))])
        }
        #expect(time < .seconds(30))
    }

    @Test("rows and bytes have a limit")
    func limits() {
        let limits = CSVLimits(bytes: 40, rows: 2, cells: 4, cellBytes: 10)
        #expect(throws: CSVFileFault.tooManyRows(limit: 2)) {
            try CSVTable<Column>(Array("code,name\n1,a\n2,b\n3,c".utf8), limits: limits)
        }
        #expect(throws: CSVFileFault.tooLarge(limit: 40)) {
            try CSVTable<Column>(Array(String(repeating: "a", count: 41).utf8), limits: limits)
        }
    }

    @Test("what is written is read again")
    func writes() throws {
        let cells = ["a", "", "b,c", "d\"e", "f\r\ng", "\n"]
        #expect(try Self.records(CSVText.record(cells)) == [cells])
    }
}
