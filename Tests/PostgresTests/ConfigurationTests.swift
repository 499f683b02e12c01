import Postgres
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    @Test("a URL is read as libpq reads it")
    func url() throws {
        let text =
            "postgresql://me:p%40ss@db.example:6432/city?sslmode=verify-full&sslrootcert=/ca.pem&application_name=a"
        let configuration = try #require(PostgresConfiguration(url: text))
        #expect(configuration.host == "db.example")
        #expect(configuration.port == 6432)
        #expect(configuration.database == "city")
        #expect(configuration.user == "me")
        #expect(configuration.password == "p@ss")
        #expect(configuration.tls == .verifyFull(rootCertificate: "/ca.pem"))
        #expect(configuration.applicationName == "a")
        #expect(configuration.parameters.isEmpty)
    }

    @Test("a URL of several hosts keeps them all, with what else it says")
    func severalHosts() throws {
        let text = "postgresql://me@one:1,two:2/city?target_session_attrs=read-write"
        let configuration = try #require(PostgresConfiguration(url: text))
        #expect(configuration.host == "one,two")
        #expect(configuration.ports == "1,2")
        #expect(configuration.parameters == ["target_session_attrs": "read-write"])
    }

    @Test(
        "what is no URL, names nobody or encrypts by chance is refused",
        arguments: [
            "", "host=a user=b", "http://a@b/c", "postgresql://", "postgresql://host/db",
            "postgresql://u@h/d?nonsense=1",
            "postgresql://u@h/d?sslmode=prefer", "postgresql://u@h:port:/d",
        ])
    func refused(url: String) {
        #expect(PostgresConfiguration(url: url) == nil)
    }

    @Test("a server without TLS is not talked to where a connection must be encrypted")
    func encryption() async throws {
        var encrypted = Scratch.server
        encrypted.tls = .require
        let error = await postgresError { try await PostgresConnection.withConnection(encrypted) { _ in } }
        #expect(error?.code == .connection)
    }
}
