import CSVFiles

/// A row that was read and understood.
struct ImportLine<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    let line: Int
    let key: Key
    let value: Value
}

/// The rows of a file, understood one by one, each key once, in batches of one transaction.
struct ImportLines<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Rows a transaction.
    ///
    /// Source: larger batches gain little over this and hold their locks for longer.
    static var batchSize: Int { 500 }

    private(set) var lines: [ImportLine<Key, Value>] = []
    /// What is wrong with the others, and what was normalised.
    var report = ImportReport()

    /// Reads a file and understands each row with `read`.
    ///
    /// Throws: ``ImportFileFault`` when nothing of the file can be used.
    init<Column: ImportColumn>(
        _ bytes: [UInt8], read: (inout ImportRow<Column>) throws(RowFault) -> (Key, Value)
    ) throws(ImportFileFault) {
        let table: CSVTable<Column>
        do throws(CSVFileFault) {
            table = try CSVTable(bytes)
        } catch {
            throw ImportFileFault(error)
        }
        guard !table.rows.isEmpty || !table.faulty.isEmpty else { throw .noRows }
        report.rejected = table.faulty.map { ImportReport.Rejected(line: $0.line, fault: RowFault($0.fault)) }
        var firstLines: [Key: Int] = [:]
        for written in table.rows {
            var row = ImportRow(written)
            do throws(RowFault) {
                let (key, value) = try read(&row)
                if let first = firstLines[key] { throw .duplicate(ofLine: first) }
                firstLines[key] = row.line
                lines.append(ImportLine(line: row.line, key: key, value: value))
                if row.isNormalised { report.normalised += 1 }
            } catch {
                report.rejected.append(ImportReport.Rejected(line: row.line, fault: error))
            }
        }
    }

    /// Runs each batch and counts what becomes of its rows; a batch that met a conflict is run again.
    ///
    /// - Parameter run: saves a batch in one transaction and returns one outcome per row.
    mutating func importing(
        _ run: ([ImportLine<Key, Value>]) async throws -> [ImportReport.Outcome]
    ) async throws -> ImportReport {
        var start = 0
        while start < lines.count {
            let batch = Array(lines[start..<min(start + Self.batchSize, lines.count)])
            for (line, outcome) in zip(batch, try await Self.repeating { try await run(batch) }) {
                report.count(outcome, line: line.line)
            }
            start += batch.count
        }
        report.sort()
        return report
    }

    /// Two imports of the same new rows meet at most once: the second then finds them there.
    private static func repeating<Result>(_ run: () async throws -> Result) async throws -> Result {
        for _ in 0..<2 {
            do { return try await run() } catch is StoreConflict { continue }
        }
        return try await run()
    }
}
