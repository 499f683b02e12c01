import AMQP
import ArgumentParser
import City
import Logging
import Messaging
import Postgres
import Reliability
import SuiteControl
import Wire

/// Looks for what would make an installation fail or leak.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the servers, the schemas, the topology and the keys; exit code 1 when one is not well.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            _ = try stack.partitions()
            let environment = try stack.servers.environment()
            let pending = Findings(json: options.json)
            try await checkDatabase(stack, environment, pending)
            try await checkBroker(stack, environment, pending)
            for file in stack.installation.secretFiles(of: CityContext.names + BrokerSetup.guests) {
                let name = file.split(separator: "/").last ?? ""
                await pending.check("\(name) is its owner's only", TextFile.isPrivate(file))
            }
            await pending.check("the list of revocations is there", TextFile.exists(stack.installation.revocations))
            for name in CityContext.names {
                await pending.check("\(name) runs", stack.services.pid(of: name) != nil)
            }
            guard await pending.bad == 0 else { throw ExitCode(1) }
        }
    }

    private func checkDatabase(
        _ stack: Stack, _ environment: EnvironmentFile, _ findings: Findings
    ) async throws {
        let database = try environment.administrator(database: stack.options.database)
        try await AdministratorPool.with(database, logger: stack.logger) { pool in
            func setting(_ question: SQL) async throws -> String { try await pool.query(question).only(String.self) }
            // Trigram search finds nothing in a database whose ctype is C.
            let ctype = try await setting("SELECT datctype::text FROM pg_database WHERE datname = current_database()")
            await findings.check("database ctype is not C (it is \(ctype))", ctype != "C" && ctype != "POSIX")
            await findings.check(
                "synchronous_commit is on", try await setting("SHOW synchronous_commit") == "on")
            await findings.check("fsync is on", try await setting("SHOW fsync") == "on")
            for migrator in DatabaseSetup.migrators {
                let known = try await pool.query(
                    "SELECT to_regclass(\("\(migrator.schema).schema_migrations")) IS NOT NULL"
                ).only(Bool.self)
                let ran =
                    known
                    ? try await pool.query("SELECT count(*) FROM \(unescaped: migrator.schema).schema_migrations")
                        .only(Int64.self) : 0
                await findings.check("\(migrator.schema) is migrated", Int(ran) == migrator.steps.count)
                let harmless = try await pool.query(
                    """
                    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = \(migrator.schema)
                                   AND NOT (rolsuper OR rolbypassrls OR rolcreaterole))
                    """
                ).only(Bool.self)
                await findings.check("role \(migrator.schema) has no special rights", harmless)
            }
        }
    }

    /// Looks, and declares nothing: what is missing stays missing.
    private func checkBroker(_ stack: Stack, _ environment: EnvironmentFile, _ findings: Findings) async throws {
        let broker = try environment.broker(virtualHost: stack.options.virtualHost)
        let topology = CityTopology.topology(partitions: try stack.partitions())
        do {
            let drift = try await TopologyCheck(ManagementAPI(environment), virtualHost: stack.options.virtualHost)
                .drift(from: topology)
            await findings.check("topology is as declared", drift.isEmpty)
            for difference in drift { await findings.check(difference, false) }
        } catch {
            let reason = OperatorFault(explaining: error)?.description ?? "\(error)"
            await findings.check("topology is as declared (\(reason))", false)
        }
        await findings.check("the broker's user guest is gone", await !canLogIn(broker, stack))
    }

    private func canLogIn(_ broker: AMQPConfiguration, _ stack: Stack) async -> Bool {
        var guest = broker
        guest.user = "guest"
        guest.password = "guest"
        return (try? await AMQPConnection.withConnection(guest, logger: stack.logger) { _ in }) != nil
    }
}

/// Prints each finding and counts the bad ones.
private actor Findings {
    private let json: Bool
    private(set) var bad = 0

    init(json: Bool) {
        self.json = json
    }

    func check(_ what: String, _ isWell: Bool) {
        if !isWell { bad += 1 }
        if json {
            Terminal.print(json: { writer in
                writer.field("check", what)
                writer.field("well", isWell)
            })
        } else {
            Terminal.print("\(isWell ? "ok  " : "BAD ")  \(what)")
        }
    }
}
