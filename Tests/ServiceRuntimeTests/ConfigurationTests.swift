import Configuration
import Kernel
import Logging
import ServiceTestSupport
import Testing

@testable import ServiceRuntime

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("The configuration of a service")
struct ConfigurationTests {
    private static let least = [
        "MINQING_POSTGRES_USER": "intake", "MINQING_AMQP_USER": "intake", "MINQING_AMQP_PASSWORD": "s3cret-broker",
        "MINQING_JWKS_FILE": "/etc/hostname", "UNRELATED": "x",
    ]

    private static func source(_ changes: [String: String?] = [:]) -> ConfigurationSource {
        var variables: [String: String] = least
        for (name, value) in changes { variables[name] = value }
        let provider = EnvironmentVariablesProvider(environmentVariables: variables).prefixKeys(with: "minqing")
        return ConfigurationSource(reader: ConfigReader(provider: provider))
    }

    private static func read(_ changes: [String: String?] = [:]) throws -> ServiceConfiguration {
        try ServiceConfiguration(source(changes))
    }

    @Test("what is not set has its default")
    func defaults() throws {
        let configuration = try Self.read()
        #expect(configuration.environment == .development)
        #expect(configuration.partitions == 16)
        #expect(configuration.city.text == "3304")
        #expect(configuration.logLevel == .info)
        #expect(configuration.http.port == 8080)
        #expect(configuration.http.host == "127.0.0.1")
        #expect(configuration.http.idleTimeout == .seconds(60))
        #expect(configuration.database.host == "127.0.0.1")
        #expect(configuration.database.password.isEmpty)
        #expect(configuration.broker.virtualHost == "minqing")
        #expect(configuration.clock.speed == 1)
        #expect(configuration.fieldKeyFile == nil)
    }

    @Test("what is set arrives")
    func set() throws {
        let configuration = try Self.read([
            "MINQING_HTTP_PORT": "9001", "MINQING_POSTGRES_HOST": "db.internal", "MINQING_POSTGRES_PORT": "6543",
            "MINQING_POSTGRES_DATABASE": "city", "MINQING_POSTGRES_PASSWORD": "p w=#", "MINQING_AMQP_VHOST": "/",
            "MINQING_PARTITIONS": "4",
            "MINQING_LOG_LEVEL": "debug", "MINQING_CITY": "3301", "MINQING_JWT_ISSUER": "https://id",
            "MINQING_JWT_AUDIENCE": "city",
            "MINQING_FIELD_KEY_FILE": "/etc/hostname",
        ])
        #expect(configuration.http.port == 9001)
        #expect(configuration.database.host == "db.internal")
        #expect(configuration.database.port == 6543)
        #expect(configuration.database.database == "city")
        #expect(configuration.database.password == "p w=#")
        #expect(configuration.broker.virtualHost == "/")
        #expect(configuration.partitions == 4)
        #expect(configuration.logLevel == .debug)
        #expect(configuration.city.text == "3301")
        #expect(configuration.authentication.issuer == "https://id")
        #expect(configuration.authentication.audience == "city")
        #expect(configuration.fieldKeyFile == "/etc/hostname")
    }

    @Test("metrics and the document have a port of their own where one is named, and in production in any case")
    func administration() throws {
        #expect(try Self.read().http.adminAddress == nil)
        #expect(try Self.read(["MINQING_ADMIN_PORT": "9090"]).http.adminAddress == .init(port: 9_090))
        let production = ["MINQING_ENVIRONMENT": "production"]
        #expect(try Self.read(production).http.adminAddress == .init(host: "127.0.0.1", port: 9_080))
        let high = production.merging(["MINQING_HTTP_PORT": "65000"]) { $1 }
        #expect(try Self.read(high).http.adminAddress == .init(port: 64_000))
        let named = production.merging(["MINQING_ADMIN_HOST": "10.0.0.1", "MINQING_ADMIN_PORT": "1"]) { $1 }
        #expect(try Self.read(named).http.adminAddress == .init(host: "10.0.0.1", port: 1))
    }

    @Test(
        "a value that is wrong is refused in one line that names it",
        arguments: [
            ("MINQING_HTTP_PORT", "x"), ("MINQING_HTTP_PORT", "65536"), ("MINQING_HTTP_PORT", "-1"),
            ("MINQING_PARTITIONS", "0"),
            ("MINQING_PARTITIONS", "257"), ("MINQING_LOG_LEVEL", "loud"), ("MINQING_CITY", "33"),
            ("MINQING_CITY", "330402"),
            ("MINQING_ENVIRONMENT", "prod"), ("MINQING_POSTGRES_PORT", "0"), ("MINQING_POSTGRES_TLS", "yes"),
            ("MINQING_JWKS_FILE", "/nonexistent"), ("MINQING_FIELD_KEY_FILE", "/nonexistent"),
            ("MINQING_CLOCK_SPEED", "0"),
            ("MINQING_CLOCK_ORIGIN", "yesterday"), ("MINQING_CLOCK_ORIGIN", "2026-11-21T08:00:00"),
            ("MINQING_OIDC_ISSUER", "http://id"),
            ("MINQING_OIDC_ISSUER", "http://127.0.0.1.evil.example/"), ("MINQING_ADMIN_PORT", "8080"),
            ("MINQING_HTTP_BODIES_MEBIBYTES", "15"), ("MINQING_JWT_LIFE_SECONDS", "0"),
            ("MINQING_HTTP_TLS_KEY_FILE", "/etc/hostname"),
        ])
    func wrong(variable: String, value: String) throws {
        do {
            var changes: [String: String?] = [variable: value]
            if variable == "MINQING_OIDC_ISSUER" { changes["MINQING_JWKS_FILE"] = .some(nil) }
            _ = try Self.read(changes)
            Issue.record("accepted \(variable)=\(value)")
        } catch {
            let error = try #require(error as? ConfigurationError)
            #expect(error.exitCode.rawValue == 78)
            #expect(error.description.hasPrefix("MINQING_"))
            #expect(error.variable == variable || variable == "MINQING_HTTP_TLS_KEY_FILE")
            #expect(!error.description.contains("\n"))
        }
    }

    @Test(
        "what is required and absent is named, with its file form where it is a secret",
        arguments: [
            "MINQING_POSTGRES_USER", "MINQING_AMQP_USER", "MINQING_AMQP_PASSWORD", "MINQING_JWKS_FILE",
        ])
    func missing(variable: String) throws {
        for value in [String?.none, ""] {
            do {
                _ = try Self.read([variable: value])
                Issue.record("started without \(variable)")
            } catch {
                let error = try #require(error as? ConfigurationError)
                #expect(error.variable == variable)
                #expect(error.description.contains("required"))
                if variable == "MINQING_AMQP_PASSWORD" {
                    #expect(error.description.contains("MINQING_AMQP_PASSWORD_FILE"))
                }
            }
        }
    }

    @Test("a secret may be in a file, whose last newline is not part of it")
    func secretFile() throws {
        let path = TemporaryFile.path()
        defer { unlink(path) }
        try TemporaryFile.write("from a file\n", to: path)
        let configuration = try Self.read(["MINQING_AMQP_PASSWORD": nil, "MINQING_AMQP_PASSWORD_FILE": path])
        #expect(configuration.broker.password == "from a file")
        #expect(try Self.read(["MINQING_AMQP_PASSWORD_FILE": path]).broker.password == "s3cret-broker")
        try TemporaryFile.write("", to: path)
        #expect(throws: ConfigurationError(variable: "MINQING_AMQP_PASSWORD_FILE", reason: "the file is empty")) {
            _ = try Self.read(["MINQING_AMQP_PASSWORD": nil, "MINQING_AMQP_PASSWORD_FILE": path])
        }
        #expect(throws: ConfigurationError(variable: "MINQING_AMQP_PASSWORD_FILE", reason: "the file can't be read")) {
            _ = try Self.read(["MINQING_AMQP_PASSWORD": nil, "MINQING_AMQP_PASSWORD_FILE": "/nonexistent"])
        }
    }

    @Test("an error shows what a value was on one line, and nothing of a secret")
    func errorText() throws {
        let secret = ConfigurationKey("some.secret", .integer(1...2), secret: true, summary: "A secret.")
        let source = Self.source(["MINQING_SOME_SECRET": "hunter2", "MINQING_HTTP_PORT": "80\n80\u{1B}[31m"])
        do {
            _ = try source.text(secret)
            Issue.record("accepted")
        } catch {
            #expect(!error.description.contains("hunter2"))
            #expect(error.variable == "MINQING_SOME_SECRET")
        }
        do {
            _ = try ServiceConfiguration(source)
            Issue.record("accepted")
        } catch {
            #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test("a scaled clock is refused in production and needs its origin elsewhere")
    func scaledClock() throws {
        let origin = "2026-11-21T00:00:00Z"
        for changes in [
            ["MINQING_CLOCK_SPEED": "60", "MINQING_CLOCK_ORIGIN": origin], ["MINQING_CLOCK_ORIGIN": origin],
        ] {
            #expect(throws: ConfigurationError.self) {
                _ = try Self.read(changes.merging(["MINQING_ENVIRONMENT": "production"]) { a, _ in a })
            }
        }
        #expect(throws: ConfigurationError.self) { _ = try Self.read(["MINQING_CLOCK_SPEED": "60"]) }
        _ = try Self.read(["MINQING_ENVIRONMENT": "production"])
        let settings = try Self.read([
            "MINQING_CLOCK_SPEED": "60", "MINQING_CLOCK_ORIGIN": origin, "MINQING_CLOCK_START": "2026-01-01T00:00:00Z",
        ]).clock
        #expect(settings.speed == 60)
        #expect(settings.start == Timestamp(iso8601: "2026-01-01T00:00:00Z"))
    }

    @Test("a crash point is refused in production, and an unknown one anywhere")
    func crashPoint() throws {
        #expect(try Self.read([:]).crash == nil)
        let plan = try Self.read(["MINQING_CRASH_AT": "relay.afterPublish:17"]).crash
        #expect(plan?.point == .relayAfterPublish && plan?.passing == 17)
        for text in ["relay.afterPublish", "relay.afterPublish:0", "somewhere:1"] {
            #expect(throws: ConfigurationError.self) { try Self.read(["MINQING_CRASH_AT": text]) }
        }
        #expect(throws: ConfigurationError.self) {
            try Self.read(["MINQING_CRASH_AT": "relay.afterPublish:17", "MINQING_ENVIRONMENT": "production"])
        }
    }

    @Test("a scaled clock shows its origin at its start and runs faster from there")
    func scaledTime() {
        let start = Timestamp(microseconds: 1_000_000_000)
        let origin = Timestamp(microseconds: 5_000_000_000)
        let real = ManualClock(start)
        let clock = ScaledClock(speed: 60, origin: origin, start: start, real: real)
        #expect(clock.now() == origin)
        real.advance(by: .seconds(10))
        #expect(clock.now() - origin == .seconds(600))
        let extreme = ScaledClock(
            speed: 100_000, origin: origin, start: .zero, real: ManualClock(Timestamp(microseconds: .max)))
        #expect(extreme.now() == origin)
    }

    @Test("a file of values is read, below the environment")
    func file() throws {
        let key = ConfigurationKey("config.file", .file, summary: "A file.")
        let values = try ConfigurationFile.values(
            Array("# a comment\r\nMINQING_HTTP_PORT=81\n\n  MINQING_CITY = \"3301\" \nX='a=b'\nEMPTY=\n".utf8), key: key
        )
        #expect(values == ["MINQING_HTTP_PORT": "81", "MINQING_CITY": "3301", "X": "a=b", "EMPTY": ""])
        #expect(throws: ConfigurationError(key, "line 2 is not NAME=value")) {
            _ = try ConfigurationFile.values(Array("A=b\nnonsense\n".utf8), key: key)
        }
        #expect(throws: ConfigurationError.self) { _ = try ConfigurationFile.values([0xFF], key: key) }
    }

    @Test("the table in the README is the one that the keys describe")
    func readme() throws {
        let path =
            #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Shared/ServiceRuntime/README.md"
        let text = String(decoding: try #require(TextFile(path: path).contents()), as: UTF8.self)
        for key in ServiceConfiguration.keys { #expect(text.contains(key.tableRow + "\n"), "\(key.tableRow)") }
    }

    @Test("every key has its own variable and a sentence, and secrets have no default")
    func keys() {
        let keys = ServiceConfiguration.keys
        #expect(Set(keys.map(\.variable)).count == keys.count)
        #expect(keys.allSatisfy { $0.summary.hasSuffix(".") })
        #expect(keys.filter(\.isSecret).allSatisfy { $0.fallback == nil })
        #expect(keys.filter(\.isSecret).map(\.variable) == ["MINQING_POSTGRES_PASSWORD", "MINQING_AMQP_PASSWORD"])
    }
}
