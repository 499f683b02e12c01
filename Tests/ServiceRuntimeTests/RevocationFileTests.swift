import FoundationEssentials
import Kernel
import Testing

@testable import ServiceRuntime

@Suite("The list of users and tokens that are no longer believed")
struct RevocationFileTests {
    private static let user = ActorID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 7)
    private static let other = ActorID(high: 0x019a_0000_0000_7000, low: 1 << 63 | 8)

    private func withFile(_ text: String, _ body: (RevocationFile, URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "revoked-\(UInt64.random(in: 0 ... .max))")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(RevocationFile(path: url.path, interval: .zero), url)
    }

    @Test("a user and a token are found on lines of their own, with remarks or without")
    func lines() throws {
        let text = "# who left\n\n  \(Self.user)   # 2026-11-21\r\ntoken-1\n"
        try withFile(text) { (file, _) throws in
            #expect(try file.contains(Self.user, tokenID: nil))
            #expect(try file.contains(Self.other, tokenID: "token-1"))
            #expect(try !file.contains(Self.other, tokenID: "token-2"))
            #expect(try !file.contains(Self.other, tokenID: nil))
        }
    }

    @Test("a user and a token are found whatever the case of their letters, in the list and in the token")
    func letterCase() throws {
        let user = ActorID(high: 0x019a_0000_0000_7abc, low: 1 << 63 | 0xdef)
        let token = "7F3C9A00-0000-4000-8000-0000000000AB"
        for lines in ["\(user)\n\(token)\n", "\(user)\n\(token)\n".uppercased(), "\(user)\n\(token)\n".lowercased()] {
            try withFile(lines) { (file, _) throws in
                #expect(try file.contains(user, tokenID: nil))
                #expect(try file.contains(Self.other, tokenID: token))
                #expect(try file.contains(Self.other, tokenID: token.lowercased()))
            }
        }
    }

    @Test("it is read again when it changes, in both directions")
    func changes() throws {
        try withFile("") { (file, url) throws in
            #expect(try !file.contains(Self.user, tokenID: nil))
            try Data("\(Self.user)\n".utf8).write(to: url)
            #expect(try file.contains(Self.user, tokenID: nil))
            try Data().write(to: url)
            #expect(try !file.contains(Self.user, tokenID: nil))
        }
    }

    @Test("without the file nobody is believed")
    func gone() throws {
        try withFile("") { (file, url) throws in
            try FileManager.default.removeItem(at: url)
            #expect(throws: RevocationFile.Unreadable.self) { try file.contains(Self.user, tokenID: nil) }
        }
    }
}
