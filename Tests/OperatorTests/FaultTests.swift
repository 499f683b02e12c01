import AMQP
import ArgumentParser
import Postgres
import Reliability
import Testing

@testable import SuiteControl

@Suite("What a failure means to the operator")
struct FaultTests {
    @Test("a database that is away is something that is not there")
    func database() async {
        let nowhere = PostgresConfiguration(
            host: "127.0.0.1", port: 1, database: "minqing", user: "nobody", password: "none",
            applicationName: "operator-tests")
        let error = await #expect(throws: PostgresError.self) {
            try await AdministratorPool.with(nowhere, logger: .forOperator) { pool in
                _ = try await pool.query("SELECT 1")
            }
        }
        let fault = error.flatMap { OperatorFault(explaining: $0) }
        #expect(fault?.status == .unavailable)
        #expect(fault?.description.contains("minqing up") == true)
    }

    @Test("a broker with another topology is a wrong configuration, and the words name the object and the difference")
    func mismatch() {
        let error = AMQPError(
            .declarationMismatch, replyCode: 406, object: "ops.unrouted", reason: "inequivalent arg 'x-queue-type'")
        let fault = OperatorFault(explaining: error)
        #expect(fault?.status == .configuration)
        #expect(fault?.description.contains("ops.unrouted") == true)
        #expect(fault?.description.contains("x-queue-type") == true)
    }

    @Test("a broker that is away is something that is not there", arguments: [AMQPError(.connectFailed)])
    func broker(error: AMQPError) {
        #expect(OperatorFault(explaining: error)?.status == .unavailable)
    }

    @Test(
        "a schema that this program does not fit is a wrong configuration",
        arguments: [
            MigrationFault.changed(name: "m0001"), .unknown(names: ["m0009"]),
        ])
    func migration(fault: MigrationFault) {
        let explained = OperatorFault(explaining: fault)
        #expect(explained?.status == .configuration)
        #expect(explained?.description.contains("m000") == true)
    }

    @Test("an exit code of a command's own is left to the argument parser")
    func exits() {
        #expect(OperatorFault(explaining: ExitCode(1))?.status == nil)
    }
}
