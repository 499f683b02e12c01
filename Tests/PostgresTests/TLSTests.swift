import Postgres
import TestSupport
import Testing

@Suite("TLS")
struct TLSTests {
    private func isEncrypted(_ configuration: PostgresConfiguration) async throws -> Bool {
        try await PostgresConnection.withConnection(configuration) {
            try await $0.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").only(Bool.self)
        }
    }

    @Test("a connection is encrypted as it was asked for, and made with nobody but whom the certificate names")
    func modes() async throws {
        try await PrivateDatabase.with { (database: PrivateDatabase) async throws in
            var configuration = database.configuration
            #expect(try await isEncrypted(configuration) == false)
            configuration.tls = .require
            #expect(try await isEncrypted(configuration))
            configuration.tls = .verifyFull(rootCertificate: database.certificate)
            #expect(try await isEncrypted(configuration))

            configuration.tls = .verifyFull(rootCertificate: database.strangersCertificate)
            let stranger = await postgresError { _ = try await isEncrypted(configuration) }
            #expect(stranger?.code == .connection)

            configuration.tls = .verifyFull(rootCertificate: database.certificate)
            configuration.host = "127.0.0.1"
            let elsewhere = await postgresError { _ = try await isEncrypted(configuration) }
            #expect(elsewhere?.code == .connection)
        }
    }
}
