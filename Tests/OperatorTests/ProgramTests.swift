import FoundationEssentials
import TestSupport
import Testing
import Wire

@Suite("The program", .serialized)
struct ProgramTests {
    @Test("a status is one JSON object per line on standard output, and 1 where nothing runs")
    func status() async throws {
        let (code, lines) = try await Program.run("status --json")
        #expect(code == 1)
        #expect(lines.count == 4)
        for line in lines {
            let object = try WireObject(parsing: Array(line.utf8))
            #expect(
                object.members.keys == ["service", "running", "url"]
                    || object.members.keys == ["service", "running", "process", "url"])
            #expect(try !object.bool("running"))
        }
    }

    @Test("a home that is not there is a wrong configuration")
    func home() async throws {
        let (code, lines) = try await Program.run("status", environment: ["MINQING_HOME": "/nowhere"])
        #expect(code == 78)
        #expect(lines == [])
    }

    @Test(
        "a wrong call is 64, and what is not there 69",
        arguments: [
            ("dead-letters list --context intake --limit 0", 64), ("journal --json", 69),
            ("token --role manager --json", 69), ("doctor --json", 69),
        ])
    func codes(line: String, expected: Int) async throws {
        let (code, lines) = try await Program.run(line)
        #expect(code == expected)
        #expect(lines == [])
    }

    @Test("the documents are printed as JSON")
    func documents() async throws {
        for line in ["describe events", "describe broker"] {
            let (code, lines) = try await Program.run(line)
            #expect(code == 0)
            #expect(lines.count == 1)
            #expect(throws: Never.self) { try WireObject(parsing: Array(lines.joined().utf8)) }
        }
    }

    @Test("an id is revoked once and believed again once, and what is no id is a wrong call")
    func revoke() async throws {
        let state = FileManager.default.temporaryDirectory.appending(path: "revoke-\(UInt64.random(in: 0 ... .max))")
            .path
        defer { try? FileManager.default.removeItem(atPath: state) }
        let user = "019A0000-0000-7000-8000-000000000042"
        for (line, changed, listed) in [
            (user, true, true), (user, false, true), ("--undo \(user)", true, false), ("--undo \(user)", false, false),
        ] {
            let (code, lines) = try await Program.run("revoke --json \(line)", environment: ["MINQING_STATE": state])
            #expect(code == 0)
            let answer = try WireObject(parsing: Array((lines.first ?? "").utf8))
            #expect(try answer.string("id") == user.lowercased())
            #expect(try answer.bool("changed") == changed)
            let list = String(
                decoding: FileManager.default.contents(atPath: "\(state)/keys/revoked") ?? Data(), as: UTF8.self)
            #expect(list.contains(user.lowercased()) == listed)
        }
        for id in ["'a b'", "'a#b'", "''", "王"] {
            #expect(try await Program.run("revoke \(id)", environment: ["MINQING_STATE": state]).code == 64)
        }
    }
}
