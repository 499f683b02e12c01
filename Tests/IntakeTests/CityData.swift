import FoundationEssentials
import IntakeDomain
import Testing

/// The files that some tests read: the real messages lie beside the project and may be absent.
enum CityData {
    /// The project's root, from this file's place in it.
    static let root = String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined())

    /// Where the real messages lie.
    static let shared =
        ProcessInfo.processInfo.environment["MINQING_SHARED_DATA"] ?? "\(root)/../shared/data"

    /// Whether they lie there; else the tests that need them are skipped.
    static var isThere: Bool { FileManager.default.fileExists(atPath: "\(shared)/labelled.jsonl") }

    static func text(_ path: String) throws -> String {
        let data = try #require(FileManager.default.contents(atPath: path), "missing: \(path)")
        return String(decoding: data, as: UTF8.self)
    }

    /// The lexicon as it is deployed.
    static func lexicon() throws -> Lexicon {
        let tree = try CategoryTree(csv: text("\(root)/deploy/city/categories.csv"))
        return Lexicon(
            tree: tree, synonyms: try Lexicon.synonyms(csv: text("\(root)/deploy/city/synonyms.csv"), tree: tree))
    }
}
