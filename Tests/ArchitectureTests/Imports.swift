/// The import lines of the sources, read as text.
enum Imports {
    /// One file and what it imports.
    struct File: Sendable {
        /// From the root of the checkout, such as `Services/Intake/Domain/Phone.swift`.
        let path: String
        let modules: Set<String>
        let lines: Int
    }

    /// Every Swift file under `Services/` and `Shared/`.
    static let files: [File] = CheckoutText.files(under: ["Services", "Shared"]).filter { $0.hasSuffix(".swift") }
        .compactMap { path in CheckoutText.read(path).map { read($0, path: path) } }

    /// Reads one file's text.
    static func read(_ text: String, path: String) -> File {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return File(path: path, modules: Set(lines.compactMap(module)), lines: lines.count)
    }

    /// The module that a line imports, whatever attributes, access and kind the import has.
    private static func module(_ line: Substring) -> String? {
        let words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }
        guard let index = words.firstIndex(of: "import"),
            words[..<index].allSatisfy({ $0.hasPrefix("@") || access.contains($0) })
        else { return nil }
        let named = words[(index + 1)...].first { !kinds.contains($0) }
        return named?.split(separator: ".").first.map(String.init)
    }

    private static let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]

    /// The files of a room, such as `Domain` of any context.
    static func files(in room: String) -> [File] {
        files.filter { Walls.room(of: $0.path)?.room == room }
    }
}
