import FoundationEssentials

/// Text files of the checkout, by their path from its root.
enum CheckoutText {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A file's text; nil where there is none.
    static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// Every file below some folders, sorted.
    static func files(under folders: [String]) -> [String] {
        folders.flatMap { folder in
            ((try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).map {
                "\(folder)/\($0)"
            }
        }.sorted()
    }
}
