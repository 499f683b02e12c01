import FoundationEssentials
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

    @Test("a secret file is for its owner only, and another one is not")
    func secrets() throws {
        try Self.withFolder { installation in
            let (secret, open) = (installation.signingKey, installation.keySet)
            try TextFile.write("key", to: secret, secret: true)
            try TextFile.write("{}", to: open)
            #expect(TextFile.isPrivate(secret))
            #expect(!TextFile.isPrivate(open))
            #expect(!TextFile.isPrivate(installation.fieldKeys), "there is none")
        }
    }

    private static func withFolder(_ body: (Installation) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "minqing-operator-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(Installation(root: folder.path, state: folder.appending(path: "state").path))
    }
}
