import FoundationEssentials
import JWTKit
import Kernel
import Testing

@testable import SuiteControl

@Suite("What an installation keeps")
struct InstallationTests {
    @Test("an environment file is read as it was written")
    func roundTrip() throws {
        var file = EnvironmentFile()
        file["MINQING_A"] = "amqp://user:p=w@127.0.0.1:1/v"
        file["MINQING_B"] = ""
        file["MINQING_C"] = "有 空格"
        file["MINQING_A"] = "again"
        let read = EnvironmentFile(parsing: file.text)
        #expect(read.values.map(\.name) == file.values.map(\.name))
        #expect(read.values.map(\.value) == ["", "有 空格", "again"])
        #expect(try read.required("MINQING_A") == "again")
        #expect(throws: OperatorFault.self) { try read.required("MINQING_Z") }
    }

    @Test("what a shell may write is read as well")
    func shell() {
        let file = EnvironmentFile(parsing: "# words\nexport A=1\nexport B=\"two\"\nC=3\nexport D\n")
        #expect(file.values.map(\.name) == ["A", "B"])
        #expect(file["B"] == "two")
    }

    @Test("what only tests need is left out")
    func withoutTests() {
        let file = EnvironmentFile(parsing: "export MINQING_TEST_AMQP='x'\nexport MINQING_AMQP_PORT='1'\n")
        #expect(file.withoutTests().values.map(\.name) == ["MINQING_AMQP_PORT"])
    }

    @Test("the number of partitions is chosen once, and another one is refused")
    func partitions() throws {
        try Self.withFolder { installation in
            var choices = FixedChoices(installation)
            #expect(try choices.partitions(nil) == 4)
            #expect(try choices.partitions(16) == 16)
            try choices.keep(partitions: 16)
            let again = FixedChoices(installation)
            #expect(try again.partitions(nil) == 16)
            #expect(try again.partitions(16) == 16)
            let fault = #expect(throws: OperatorFault.self) { try again.partitions(4) }
            #expect(fault?.status == .configuration)
            choices.forget()
            #expect(try FixedChoices(installation).partitions(8) == 8)
        }
    }

    @Test("the city's people are those of the first run, whatever seed comes later")
    func city() throws {
        try Self.withFolder { installation in
            var choices = FixedChoices(installation)
            let seeds = [try choices.citySeed(42), try choices.citySeed(43)]
            #expect(seeds == [42, 42])
            var again = FixedChoices(installation)
            let kept = try again.citySeed(44)
            #expect(kept == 42)
        }
    }

    @Test("of many that are revoked at once none is lost")
    func revokedAtOnce() async throws {
        try await Self.withInstallation { installation in
            let ids = (0..<40).map { "token-\($0)" }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ids {
                    group.addTask { _ = try RevocationList(installation).set(id, revoked: true) }
                }
                try await group.waitForAll()
            }
            let lines = try TextFile.read(installation.revocations).split(separator: "\n").dropFirst().map(String.init)
            #expect(Set(lines) == Set(ids) && lines.count == ids.count)
        }
    }

    @Test("a token's line goes when the token can hold no more, a user's stays, and letter case makes no difference")
    func revokedAndPast() throws {
        try Self.withFolder { installation in
            let list = RevocationList(installation)
            let now = Timestamp(microseconds: 1_800_000_000_000_000)
            #expect(try list.set("Token-1", revoked: true, until: now, now: now))
            #expect(try !list.set("tOKEN-1", revoked: true, until: now, now: now))
            #expect(try list.set("user-1", revoked: true, now: now))
            #expect(try list.set("token-2", revoked: true, until: now + .seconds(10), now: now + .seconds(1)))
            let text = try TextFile.read(installation.revocations)
            #expect(
                !text.lowercased().contains("token-1") && text.contains("user-1") && text.contains("token-2 # until "))
            #expect(try list.set("TOKEN-2", revoked: false, now: now + .seconds(2)))
            #expect(try !TextFile.read(installation.revocations).contains("token-2"))
        }
    }

    @Test("a list that is gone beside a signing key is an error, not an empty list")
    func revocationsGone() throws {
        try Self.withFolder { installation in
            let keys = Keys(installation: installation)
            try keys.prepare(services: ["intake"])
            try keys.prepare(services: ["intake"])
            TextFile.remove(installation.revocations)
            for attempt in [
                { try keys.prepare(services: ["intake"]) },
                { _ = try RevocationList(installation).set("user-1", revoked: true) },
            ] as [() throws -> Void] {
                let fault = #expect(throws: OperatorFault.self) { try attempt() }
                #expect(fault?.status == .configuration)
            }
            #expect(!TextFile.exists(installation.revocations))
        }
    }

    @Test("a signing key's name follows from the key, and an older installation's key gets it")
    func keyNames() throws {
        try Self.withFolder { installation in
            let keys = Keys(installation: installation)
            try keys.prepare(services: [])
            let name = try Keys.keyID(of: keys.issuer())
            let set = try TextFile.read(installation.keySet)
            #expect(name.count == 43 && set.contains("\"kid\":\"\(name)\""))
            try TextFile.write(set.replacing(name, with: "minqing-1"), to: installation.keySet)
            try keys.prepare(services: [])
            #expect(try TextFile.read(installation.keySet) == set)
        }
        // Source: the example of RFC 7638 is an RSA key; two keys of ours never share a name.
        let names = try (0..<2).map { _ in try Keys.keyID(of: ES256PrivateKey()) }
        #expect(Set(names).count == 2)
    }

    @Test("a token that was signed leaves a line without the token, by which its id is revoked until its end")
    func issued() async throws {
        try await Self.withInstallation { installation in
            let keys = Keys(installation: installation)
            try keys.prepare(services: [])
            let log = IssuedTokens(installation)
            let city = try #require(AreaCode("3304"))
            let token = try await TokenIssuer(signingKey: keys.issuer(), log: log).sign(
                subject: "someone", roles: ["manager"], area: city, lifetime: .seconds(60))
            #expect(log.expiry(of: token.id.uppercased()) == token.expiry)
            #expect(log.expiry(of: "other") == nil)
            let text = try TextFile.read(installation.issuedTokens)
            #expect(text.contains("manager") && !text.contains(token.text))
        }
    }

    @Test("secrets are their owner's only, whatever the mask, and what is no secret can be read by all")
    func modes() throws {
        try Self.withFolder { installation in
            try Keys(installation: installation).prepare(services: ["intake"])
            try TextFile.write("", to: installation.environmentFile, secret: true)
            try TextFile.append("line", to: installation.issuedTokens)
            for file in installation.secretFiles(of: ["intake"]) + [installation.keysFolder] {
                #expect(TextFile.isPrivate(file), "\(file)")
            }
            #expect(!TextFile.isPrivate(installation.keySet))
            let names = try FileManager.default.contentsOfDirectory(atPath: installation.keysFolder)
            #expect(!names.contains { $0.hasSuffix(".new") })
        }
    }

    private static func withInstallation(_ body: (Installation) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "minqing-operator-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(Installation(root: folder.path, state: folder.appending(path: "state").path))
    }

    private static func withFolder(_ body: (Installation) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "minqing-operator-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(Installation(root: folder.path, state: folder.appending(path: "state").path))
    }
}
