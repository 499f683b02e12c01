import FoundationEssentials
import Testing

/// The page that walks through the files of one command, held against the tree.
///
/// The page has a line ``Command: `NAME` `` and a table whose rows begin with a file's path in back ticks.
@Suite("The handbook's walk through a command")
struct CommandWalkTests {
    private static let page = CheckoutText.read("Shared/Handbook/add-a-command.md")

    @Test("it lists the files that a command touches, all of them and no other", .enabled(if: page != nil))
    func complete() throws {
        let walk = try #require(Self.page.flatMap { CommandWalk(parsing: $0) }, "the page names no command")
        let mentioning = CheckoutText.files(under: CommandWalk.folders).filter { path in
            CheckoutText.read(path).map { walk.isMentioned(in: $0) } ?? false
        }
        #expect(Set(walk.files) == Set(mentioning))
    }

    @Test("it stays within the number of files that a command may cost", .enabled(if: page != nil))
    func short() throws {
        let walk = try #require(Self.page.flatMap { CommandWalk(parsing: $0) }, "the page names no command")
        #expect(walk.files.count <= CommandWalk.most)
    }

    @Test("a page is read with its command and its files")
    func reading() throws {
        let text =
            "# Add\n\nCommand: `suspend`\n\n| File | What |\n|---|---|\n| `A/B.swift` | a rule |\n| `C.md` | a row |\n"
        let walk = try #require(CommandWalk(parsing: text))
        #expect(walk.files == ["A/B.swift", "C.md"])
        #expect(walk.isMentioned(in: "case suspend(SuspendReason)"))
        #expect(walk.isMentioned(in: "struct WorkOrderSuspended"))
        #expect(!walk.isMentioned(in: "case resume"))
        #expect(CommandWalk(parsing: "# Add\n") == nil)
    }
}

/// What the page says.
struct CommandWalk {
    /// Where a command's files lie; words in other pages are not counted.
    static let folders = ["Services/Dispatch", "Shared/Contracts/DispatchContract", "Tests/DispatchTests"]
    /// Files that a new command may touch, tests and documents included.
    ///
    /// Source: our choice; a command that costs more is not made a second time.
    static let most = 11

    let command: String
    let files: [String]

    init?(parsing text: String) {
        let lines = text.split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("Command: `") }),
            let name = line.split(separator: "`").dropFirst().first
        else { return nil }
        command = String(name)
        files = lines.filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "`").dropFirst().first.map(String.init)
        }
    }

    /// Whether a text uses the command's word, as a name of its own or within one.
    func isMentioned(in text: String) -> Bool { text.lowercased().contains(command.lowercased()) }
}
