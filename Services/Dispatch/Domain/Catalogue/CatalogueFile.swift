/// Why a catalogue file cannot be read; lines are counted from 1.
public struct CatalogueFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public let line: Int
    /// What is wrong with it.
    public let reason: String

    public var description: String { "catalogue line \(line): \(reason)" }
}

extension Catalogue {
    /// The header that the file must have.
    public static let header = "category,skill,certificate,difficulty,profession,limit,value,source"

    /// Reads the catalogue: comma-separated, no quotes, `#` begins a comment line; the path `*` is the fallback.
    public init(csv: String) throws(CatalogueFault) {
        var rows: [String: Responsibility] = [:]
        var fallback = Responsibility()
        var sawHeader = false
        let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            guard sawHeader else {
                guard line == Self.header else { throw CatalogueFault(line: index + 1, reason: "not the header") }
                sawHeader = true
                continue
            }
            let (path, row) = try Self.row(line, at: index + 1)
            if path == "*" {
                fallback = row
            } else if rows.updateValue(row, forKey: path) != nil {
                throw CatalogueFault(line: index + 1, reason: "the path stands here twice")
            }
        }
        guard sawHeader else { throw CatalogueFault(line: 1, reason: "empty") }
        self.init(rows: rows, fallback: fallback)
    }

    private static func row(_ line: Substring, at number: Int) throws(CatalogueFault) -> (String, Responsibility) {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 8 else { throw CatalogueFault(line: number, reason: "not eight cells") }
        guard !cells[0].isEmpty else { throw CatalogueFault(line: number, reason: "no path") }
        guard let certificate = ["yes": true, "no": false][cells[2]] else {
            throw CatalogueFault(line: number, reason: "certificate is neither yes nor no")
        }
        guard let difficulty = Int(cells[3]), [10, 12, 15].contains(difficulty) else {
            throw CatalogueFault(line: number, reason: "difficulty is not 10, 12 or 15")
        }
        guard let profession = Int(cells[4]), [10, 13].contains(profession) else {
            throw CatalogueFault(line: number, reason: "profession is not 10 or 13")
        }
        guard let value = Int(cells[6]), (1...250).contains(value) else {
            throw CatalogueFault(line: number, reason: "the limit's value is not 1 to 250")
        }
        let limit: CategoryLimit
        switch cells[5] {
        case "working_days": limit = .workingDays(value)
        case "working_hours": limit = .workingHours(value)
        default: throw CatalogueFault(line: number, reason: "the limit is neither working_days nor working_hours")
        }
        if certificate, cells[1].isEmpty {
            throw CatalogueFault(line: number, reason: "a certificate of no skill")
        }
        return (
            cells[0],
            Responsibility(
                skill: cells[1].isEmpty ? nil : cells[1], requiresCertificate: certificate, difficulty: difficulty,
                profession: profession, limit: limit)
        )
    }
}
