import CSVFiles

/// Why a catalogue file cannot be read; lines are counted from 1.
public struct CatalogueFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public let line: Int
    /// What is wrong with it.
    public let reason: String

    public var description: String { "catalogue line \(line): \(reason)" }
}

extension Catalogue {
    private enum Column: String, CSVColumn {
        case category, skill, certificate, difficulty, profession, limit, value, source
    }

    /// Reads the catalogue; `#` begins a comment line, and the path `*` is the fallback.
    public init(csv: String) throws(CatalogueFault) {
        let table: CSVTable<Column>
        do throws(CSVFileFault) {
            table = try CSVTable(Array(csv.utf8), comments: true)
        } catch {
            throw CatalogueFault(line: 1, reason: "not the header: \(error)")
        }
        if let first = table.faulty.first {
            if case .cellCount = first.fault { throw CatalogueFault(line: first.line, reason: "not eight cells") }
            throw CatalogueFault(line: first.line, reason: "no CSV: \(first.fault)")
        }
        var rows: [String: Responsibility] = [:]
        var fallback = Responsibility()
        for row in table.rows {
            let (path, responsibility) = try Self.responsibility(row)
            if path == "*" {
                fallback = responsibility
            } else if rows.updateValue(responsibility, forKey: path) != nil {
                throw CatalogueFault(line: row.line, reason: "the path stands here twice")
            }
        }
        self.init(rows: rows, fallback: fallback)
    }

    private static func responsibility(
        _ row: CSVRow<Column>
    ) throws(CatalogueFault) -> (path: String, responsibility: Responsibility) {
        let (number, skill) = (row.line, row.value(.skill))
        guard let path = row.value(.category) else { throw CatalogueFault(line: number, reason: "no path") }
        guard let certificate = row.value(.certificate).flatMap({ ["yes": true, "no": false][$0] }) else {
            throw CatalogueFault(line: number, reason: "certificate is neither yes nor no")
        }
        guard let difficulty = row.value(.difficulty).flatMap({ Int($0) }), [10, 12, 15].contains(difficulty) else {
            throw CatalogueFault(line: number, reason: "difficulty is not 10, 12 or 15")
        }
        guard let profession = row.value(.profession).flatMap({ Int($0) }), [10, 13].contains(profession) else {
            throw CatalogueFault(line: number, reason: "profession is not 10 or 13")
        }
        guard let value = row.value(.value).flatMap({ Int($0) }), (1...250).contains(value) else {
            throw CatalogueFault(line: number, reason: "the limit's value is not 1 to 250")
        }
        let limit: CategoryLimit
        switch row.value(.limit) {
        case "working_days": limit = .workingDays(value)
        case "working_hours": limit = .workingHours(value)
        default: throw CatalogueFault(line: number, reason: "the limit is neither working_days nor working_hours")
        }
        if certificate, skill == nil { throw CatalogueFault(line: number, reason: "a certificate of no skill") }
        return (
            path,
            Responsibility(
                skill: skill, requiresCertificate: certificate, difficulty: difficulty, profession: profession,
                limit: limit)
        )
    }
}
