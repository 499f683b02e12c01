import Testing

@Suite("The walls")
struct ArchitectureTests {
    /// A file that imports what the line says.
    private static func file(_ path: String, _ text: String) -> [Imports.File] { [Imports.read(text, path: path)] }

    @Test("the sources are found, in every room of every context")
    func found() {
        #expect(Imports.files.count > 100)
        for room in Walls.rooms.keys { #expect(!Imports.files(in: room).isEmpty, "\(room)") }
        for room in Walls.sharedRooms.keys {
            #expect(Imports.files.contains { $0.path.hasPrefix("Shared/\(room)/") }, "\(room)")
        }
        #expect(Walls.homeless(Imports.files) == [])
        for path in ["Services/Intake/Helpers/A.swift", "Services/Intake/A.swift", "Services/Console/Domain/A.swift"] {
            #expect(Walls.homeless(Self.file(path, "")) == [path])
        }
    }

    @Test(
        "an import is seen in whatever form it is written",
        arguments: [
            "import Postgres", "public import Postgres", "@testable import Postgres", "    import Postgres",
            "@preconcurrency public import Postgres", "@_exported import Postgres", "import struct Postgres.Row",
            "import Postgres.Row", "private import func Postgres.row", "import Postgres // why", "import Postgres;",
        ])
    func forms(line: String) {
        #expect(Imports.read("\(line)\nlet a = 1\n", path: "A").modules == ["Postgres"])
    }

    @Test(
        "what is no import is not taken for one",
        arguments: ["// import Postgres", "/// to import Postgres", "let a = 1"])
    func others(line: String) {
        #expect(Imports.read(line, path: "A").modules == [])
    }

    @Test("a room imports what its line in the table of rooms names, and nothing else")
    func rooms() {
        #expect(Walls.strangers(Imports.files) == [])
    }

    @Test(
        "the table of rooms keeps a stranger out",
        arguments: [
            ("Domain", "import Wire"), ("Domain", "public import IntakeContract"), ("Domain", "import Logging"),
            ("Domain", "import FoundationEssentials"), ("Domain", "import IntakeApplication"),
            ("Application", "import Postgres"), ("Application", "import AMQP"), ("Application", "import Reliability"),
            ("Application", "import Hummingbird"), ("Application", "import IntakeStorage"),
            ("Storage", "import Hummingbird"), ("Storage", "import AMQP"), ("Storage", "import IntakeInbound"),
            ("Storage", "import IntakeContract"), ("Inbound", "import IntakeStorage"), ("Inbound", "import Postgres"),
            ("Inbound", "import AMQP"), ("Inbound", "import Reliability"), ("Service", "import IntakeContract"),
            ("Service", "import DispatchDomain"),
        ])
    func strangers(room: String, line: String) {
        #expect(Walls.strangers(Self.file("Services/Intake/\(room)/A.swift", line)).count == 1)
    }

    @Test("the lower shared rooms import one another and nothing from outside")
    func lowerRooms() {
        #expect(Walls.sharedStrangers(Imports.files) == [])
        #expect(Walls.sharedStrangers(Self.file("Shared/Kernel/A.swift", "import Wire")).count == 1)
        #expect(Walls.sharedStrangers(Self.file("Shared/Wire/A.swift", "import FoundationEssentials")).count == 1)
        #expect(
            Walls.sharedStrangers(Self.file("Shared/Contracts/IntakeContract/A.swift", "import Messaging")).count == 1)
    }

    @Test("no context imports another context's rooms")
    func contexts() {
        #expect(Walls.trespassers(Imports.files) == [])
        #expect(Walls.trespassers(Self.file("Services/Intake/Service/A.swift", "import DispatchDomain")).count == 1)
        #expect(Walls.trespassers(Self.file("Services/Intake/Inbound/A.swift", "import DispatchContract")).isEmpty)
    }

    @Test("the command line and the demo city act from outside the contexts")
    func programs() {
        #expect(Walls.insiders(Imports.files) == [])
        #expect(Walls.insiders(Self.file("Services/DemoCity/Users/A.swift", "import IntakeStorage")).count == 1)
        #expect(Walls.insiders(Self.file("Services/Operator/Commands/A.swift", "import IntakeDomain")).count == 1)
        #expect(Walls.insiders(Self.file("Services/Operator/Suite/A.swift", "import IntakeDomain")).count == 1)
        #expect(Walls.insiders(Self.file("Services/Operator/Suite/A.swift", "import IntakeStorage")).isEmpty)
    }

    @Test("only the two clients touch the C libraries")
    func pointers() {
        #expect(Walls.pointers(Imports.files) == [])
        #expect(Walls.pointers(Self.file("Shared/Reliability/A.swift", "import CLibPQ")).count == 1)
        #expect(Walls.pointers(Self.file("Shared/Postgres/A.swift", "import CLibRabbitMQ")).count == 1)
    }

    @Test("full Foundation is imported nowhere")
    func foundation() {
        #expect(Walls.foundations(Imports.files) == [])
        #expect(Walls.foundations(Self.file("Shared/Kernel/A.swift", "private import Foundation")).count == 1)
        #expect(Walls.foundations(Self.file("Shared/Kernel/A.swift", "import struct Foundation.Date")).count == 1)
        #expect(Walls.foundations(Self.file("Services/Operator/A.swift", "import FoundationEssentials")).isEmpty)
    }

    @Test("no shared room knows a context")
    func shared() {
        #expect(Walls.sharedBelowServices(Imports.files) == [])
        #expect(Walls.sharedBelowServices(Self.file("Shared/Messaging/A.swift", "import IntakeDomain")).count == 1)
    }

    @Test("a room that could serve another product does not know the city")
    func locals() {
        #expect(Walls.locals(Imports.files) == [])
        for room in BusinessWords.rooms {
            #expect(Walls.locals(Self.file("Shared/\(room)/A.swift", "public import City")).count == 1)
            #expect(Walls.locals(Self.file("Shared/\(room)/A.swift", "import IntakeContract")).count == 1)
        }
        #expect(Walls.locals(Self.file("Shared/ContextAssembly/A.swift", "import City")).isEmpty)
    }

    @Test(
        "the city knows brokers by their data, and no room that runs anything",
        arguments: [
            "Postgres", "AMQP", "Reliability", "ServiceRuntime", "Wire", "WorkingTime", "IntakeContract", "UseCases",
        ])
    func city(module: String) {
        #expect(Walls.sharedStrangers(Self.file("Shared/City/A.swift", "import \(module)")).count == 1)
    }

    @Test("SQL is written in Storage, in Reliability and in the programs")
    func queries() {
        #expect(Walls.strayQueries(Imports.files) == [])
        #expect(Walls.strayQueries(Self.file("Services/Intake/Inbound/A.swift", "import Postgres")).count == 1)
        #expect(Walls.strayQueries(Self.file("Shared/ServiceRuntime/A.swift", "import Postgres")).count == 1)
    }

    @Test("a function with its owner's rights trusts nothing of its caller's")
    func definers() throws {
        let scripts = try Scripts.all()
        #expect(scripts.contains { Scripts.definers(in: $0.text).count == 1 })
        #expect(scripts.flatMap { script in Scripts.faults(in: script.text).map { "\(script.path): \($0)" } } == [])
    }

    @Test(
        "a careless function with its owner's rights is noticed",
        arguments: [
            ("SECURITY DEFINER SET search_path FROM CURRENT", "REVOKE ALL ON FUNCTION {schema}.f(int) FROM PUBLIC;"),
            ("SECURITY DEFINER SET search_path = {schema}", "REVOKE ALL ON FUNCTION {schema}.f(int) FROM PUBLIC;"),
            ("security definer", "REVOKE ALL ON FUNCTION {schema}.f(int) FROM PUBLIC;"),
            ("SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp", ""),
            (
                "SECURITY DEFINER SET search_path = pg_catalog, {schema}, pg_temp",
                "REVOKE ALL ON FUNCTION {schema}.g(int) FROM PUBLIC;"
            ),
        ])
    func carelessDefiners(clauses: String, revoke: String) {
        let text = "CREATE FUNCTION {schema}.f(a int) RETURNS void LANGUAGE sql \(clauses) AS $$ $$;\n\(revoke)\n"
        #expect(Scripts.faults(in: text).count == 1)
        #expect(Scripts.faults(in: text.lowercased()).count == 1)
    }

    @Test("a careful function with its owner's rights passes, and so does one with its caller's")
    func carefulDefiners() {
        let careful = """
            CREATE OR REPLACE FUNCTION {schema}.f(a int) RETURNS void LANGUAGE sql SECURITY DEFINER
            SET search_path = pg_catalog, {schema}, pg_temp AS $$ SELECT 1 $$;
            REVOKE ALL ON FUNCTION {schema}.f(int) FROM PUBLIC;
            """
        #expect(Scripts.definers(in: careful) == ["{schema}.f"])
        #expect(Scripts.faults(in: careful) == [])
        #expect(Scripts.faults(in: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;") == [])
        #expect(Scripts.faults(in: "-- SECURITY DEFINER is explained here.\n") == [])
    }

    @Test("no file is past 300 lines, no state machine past 500, and none is a drawer")
    func sizes() {
        #expect(Walls.large(Imports.files) == [])
        #expect(Walls.large([Imports.File(path: "A", modules: [], lines: 301)]).count == 1)
        #expect(Walls.large([Imports.File(path: "SessionState.swift", modules: [], lines: 500)]).isEmpty)
        #expect(Walls.large([Imports.File(path: "SessionState.swift", modules: [], lines: 501)]).count == 1)
        #expect(Walls.large([Imports.read(String(repeating: "//\n", count: 300), path: "A")]).isEmpty)
        #expect(Walls.drawers(Imports.files) == [])
        #expect(Walls.drawers([Imports.File(path: "Shared/X/DateUtils.swift", modules: [], lines: 1)]).count == 1)
    }
}
