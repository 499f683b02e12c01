import Glibc
import Wire

/// The figures as a table and as JSON.
enum Report {
    /// Progress goes to standard error, the table to standard output.
    static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    static func printTable(_ figures: [Figure]) {
        let header = ["figure", "unit", "ours", "range", "floor", "ratio", "target", ""]
        let rows = figures.map { figure in
            [
                figure.name, figure.unit, Figure.short(figure.median),
                "\(Figure.short(figure.ours.min() ?? 0))…\(Figure.short(figure.ours.max() ?? 0))",
                figure.floorMedian.map(Figure.short) ?? "", figure.ratio.map(Figure.short) ?? "",
                figure.target.map { (figure.better == .more ? "≥ " : "≤ ") + Figure.short($0) } ?? "",
                figure.isReached.map { $0 ? "reached" : "NOT reached" } ?? "",
            ]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        for row in [header] + rows {
            let cells = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return column < 2 || column == 7 ? cell + gap : gap + cell
            }
            print(cells.joined(separator: "  "))
        }
        if let load = TextFile.read("/proc/loadavg")?.split(separator: " ").first {
            print("runs: \(figures.map(\.ours.count).max() ?? 0); load average of the machine at the end: \(load)")
        }
        fflush(nil)
    }

    /// A list of `{name, unit, ours, floor, ratio, runs, min, max}`; `ours` and `floor` are medians.
    static func write(_ figures: [Figure], to path: String) throws {
        let list = JSONValue.array(
            figures.map { figure in
                .object(
                    JSONObject([
                        ("name", .string(figure.name)), ("unit", .string(figure.unit)),
                        ("ours", .double(figure.median)), ("floor", figure.floorMedian.map { .double($0) } ?? .null),
                        ("ratio", figure.ratio.map { .double($0) } ?? .null),
                        ("runs", .integer(Int64(figure.ours.count))), ("min", .double(figure.ours.min() ?? 0)),
                        ("max", .double(figure.ours.max() ?? 0)),
                    ]))
            })
        try TextFile.write(String(decoding: list.encoded(), as: UTF8.self) + "\n", to: path)
        say("figures: \(path)")
    }
}
