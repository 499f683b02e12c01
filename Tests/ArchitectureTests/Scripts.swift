import FoundationEssentials

/// The SQL scripts of the sources, read as text.
enum Scripts {
    /// Every script under `Services/` and `Shared/`.
    static func all() throws -> [(path: String, text: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        return try ["Services", "Shared"].flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").filter { $0.hasSuffix(".sql") }
                .map { path in
                    let data = FileManager.default.contents(atPath: "\(root)/\(folder)/\(path)") ?? Data()
                    return ("\(folder)/\(path)", String(decoding: data, as: UTF8.self))
                }
        }
    }

    /// The names of the functions that run with their owner's rights, in lower case.
    static func definers(in text: String) -> [String] {
        heads(in: plain(text)).filter { $0.contains(definer) }.map(name)
    }

    /// What is careless about the functions that run with their owner's rights.
    ///
    /// Source: PostgreSQL 15, CREATE FUNCTION, "Writing SECURITY DEFINER Functions Safely".
    static func faults(in text: String) -> [String] {
        let text = plain(text)
        let definers = heads(in: text).filter { $0.contains(definer) }
        var faults = definers.flatMap { head -> [String] in
            let name = name(of: head)
            var faults: [String] = []
            if !head.contains("set search_path = pg_catalog, {schema}, pg_temp") {
                faults.append("\(name) does not fix its search path with pg_temp at its end")
            }
            if !text.contains("revoke all on function \(name)(") { faults.append("\(name) may be called by everybody") }
            return faults
        }
        if text.split(separator: definer, omittingEmptySubsequences: false).count != definers.count + 1 {
            faults.append("owner's rights are given elsewhere than in CREATE FUNCTION")
        }
        return faults
    }

    private static let definer = "security definer"

    /// What stands between CREATE FUNCTION and each body.
    private static func heads(in text: String) -> [String] {
        let pieces = text.split(separator: "function ", omittingEmptySubsequences: false)
        return zip(pieces, pieces.dropFirst()).filter { before, _ in
            before.hasSuffix("create ") || before.hasSuffix("create or replace ")
        }.map { _, piece in String(piece.split(separator: "$", maxSplits: 1).first ?? "") }
    }

    private static func name(of head: String) -> String {
        String(head.prefix { $0 != "(" })
    }

    /// Without comments, in lower case.
    private static func plain(_ text: String) -> String {
        text.lowercased().split(separator: "\n", omittingEmptySubsequences: false).filter {
            !$0.drop { $0 == " " }.hasPrefix("--")
        }.joined(separator: "\n")
    }
}
