import Testing

/// The page that walks through the files of one command, held against the tree.
///
/// The page has a line ``Command: `WORD`, … ``, a line ``Files: `NUMBER` `` and a table whose rows begin with a file's path in
/// back ticks, followed by a column of words in back ticks that the file holds.
@Suite("The handbook's walk through a command")
struct CommandWalkTests {
    private static let page = CheckoutText.read("Shared/Handbook/add-a-command.md") ?? ""

    @Test("it lists the files that a command touches, all of them and no other")
    func complete() throws {
        let walk = try #require(CommandWalk(parsing: Self.page), "the page names no command")
        let mentioning = (CheckoutText.files(under: CommandWalk.folders) + CommandWalk.pages).filter { path in
            CheckoutText.read(path).map { walk.isMentioned(in: $0) } ?? false
        }
        #expect(Set(walk.files.map(\.path)) == Set(mentioning))
    }

    @Test("each file that it lists holds what the page says")
    func holding() throws {
        let walk = try #require(CommandWalk(parsing: Self.page), "the page names no command")
        for file in walk.files {
            let text = CheckoutText.read(file.path) ?? ""
            #expect(!file.holds.isEmpty, "\(file.path)")
            for words in file.holds { #expect(text.contains(words), "\(file.path) does not hold \(words)") }
        }
    }

    @Test("it states how many files there are, and stays within what a command may cost")
    func short() throws {
        let walk = try #require(CommandWalk(parsing: Self.page), "the page names no command")
        #expect(walk.stated == walk.files.count)
        #expect(walk.files.count <= CommandWalk.most)
    }

    @Test("a page is read with its command, its number and its files")
    func reading() throws {
        let text = """
            # Add

            Command: `suspend`, in names also `suspension`

            Files: `2`

            | File | Holds | What |
            |---|---|---|
            | `A/B.swift` | `case suspend(`, `"x"` | a rule |
            | `C.md` | `suspend` | a row |
            """
        let walk = try #require(CommandWalk(parsing: text))
        #expect(walk.files.map(\.path) == ["A/B.swift", "C.md"])
        #expect(walk.files.map(\.holds) == [["case suspend(", "\"x\""], ["suspend"]])
        #expect(walk.stated == 2)
        #expect(walk.isMentioned(in: "case suspend(SuspendReason)"))
        #expect(walk.isMentioned(in: "struct WorkOrderSuspended"))
        #expect(walk.isMentioned(in: "let suspension: Suspension?"))
        #expect(!walk.isMentioned(in: "case resume"))
        #expect(CommandWalk(parsing: "# Add\n") == nil)
    }
}

/// What the page says.
struct CommandWalk {
    /// Where a command's files lie; words in the handbook's pages are not counted.
    static let folders = [
        "Services/Dispatch", "Shared/Contracts/DispatchContract", "Tests/DispatchTests", "Tests/ContractTests/Golden",
    ]
    /// Pages for users that a command is named on.
    static let pages = ["CHANGELOG.md"]
    /// Files that a new command may touch, tests and documents included.
    ///
    /// Source: our choice; a command that costs more is not made a second time.
    static let most = 11

    /// A row of the table.
    struct File: Equatable {
        let path: String
        /// Words that the file holds.
        let holds: [String]
    }

    /// The command's word, and what else it is called in names.
    let words: [String]
    /// The number of files that the page names; nil where it names none.
    let stated: Int?
    let files: [File]

    init?(parsing text: String) {
        let lines = text.split(separator: "\n")
        words = Self.values("Command", in: lines)
        guard !words.isEmpty else { return nil }
        stated = Self.values("Files", in: lines).first.flatMap { Int($0) }
        files = lines.filter { $0.hasPrefix("| `") }.map { row in
            let cells = row.split(separator: " | ", maxSplits: 2)
            return File(
                path: Self.quoted(cells[0]).first ?? "", holds: cells.count > 1 ? Self.quoted(cells[1]) : [])
        }
    }

    /// Whether a text uses one of the words, as a name of its own or within one.
    func isMentioned(in text: String) -> Bool {
        let text = text.lowercased()
        return words.contains { text.contains($0.lowercased()) }
    }

    private static func values(_ name: String, in lines: [Substring]) -> [String] {
        lines.first { $0.hasPrefix("\(name): `") }.map(quoted) ?? []
    }

    /// The parts of a line between back ticks.
    private static func quoted(_ text: Substring) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}
