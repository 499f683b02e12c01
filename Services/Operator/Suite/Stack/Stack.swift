import City
import FoundationEssentials
public import Kernel
public import Logging

/// The whole suite on this machine: servers, schemas, topology, services.
public struct Stack: Sendable {
    public let installation: Installation
    public let options: Options
    public let logger: Logger

    public init(installation: Installation, options: Options, logger: Logger) {
        self.installation = installation
        self.options = options
        self.logger = logger
    }

    /// How this stack is laid out.
    public struct Options: Sendable {
        /// What the caller asks for; nil takes what was chosen at the installation.
        ///
        /// Range: 1…64. A city takes 16; a demo on two cores takes fewer.
        public var partitions: Int?
        /// How many seconds of the city's time pass in one of ours.
        ///
        /// Range: 1…10,000.
        public var clockSpeed = 1
        public var database = "minqing"
        public var virtualHost = "minqing"
        var city = "3304"
        var logLevel = "info"
        /// Where a service is to end itself, by its name; for tests of what becomes of the work.
        public var crashes: [String: String] = [:]
        /// Programs in another folder than this one's; for tests.
        var programFolder: String?

        public init() {}
    }

    public var servers: EmbeddedServers { EmbeddedServers(installation: installation) }
    public var keys: Keys { Keys(installation: installation) }
    public var services: ContextServices {
        ContextServices(installation: installation, programFolder: options.programFolder)
    }

    /// Starts what does not run, and writes `.minqing/env`.
    @discardableResult
    public func up(progress: (String) -> Void) async throws -> EnvironmentFile {
        let environment = try await install(progress: progress)
        progress("services")
        for name in CityContext.names { try startService(name, environment) }
        for name in CityContext.names {
            try await services.awaitReady(name, url: try environment.required(Self.urlVariable(name)))
        }
        return environment
    }

    /// Keys, schemas, broker users, topology and tokens; starts no service.
    ///
    /// A second run changes nothing.
    public func install(progress: (String) -> Void) async throws -> EnvironmentFile {
        progress("servers")
        try servers.start()
        let addresses = try servers.environment()
        try keys.prepare(services: CityContext.names + BrokerSetup.guests)
        progress("schemas")
        let setup = DatabaseSetup(environment: addresses, database: options.database, logger: logger)
        var choices = FixedChoices(installation)
        if try await setup.create() { choices.forget() }
        let partitions = try choices.partitions(options.partitions)
        for step in try await setup.migrate(keys: keys) { logger.debug("migrated", metadata: ["step": "\(step)"]) }
        progress("topology")
        try await BrokerSetup(environment: addresses, keys: keys).run(
            virtualHost: options.virtualHost, users: CityContext.names + BrokerSetup.guests, partitions: partitions)
        try choices.keep(partitions: partitions)
        var environment = addresses.withoutTests()
        environment["MINQING_ANALYTICS_URL"] = try url(of: "analytics", addresses)
        environment["MINQING_CALLCENTRE_URL"] = try url(of: "callcentre", addresses)
        environment["MINQING_PARTITIONS"] = "\(partitions)"
        let earlier = (try? TextFile.read(installation.environmentFile)).map { EnvironmentFile(parsing: $0) }
        for name in ["MINQING_CLOCK_SPEED", "MINQING_CLOCK_ORIGIN"] { environment[name] = earlier?[name] }
        if !CityContext.names.contains(where: { services.pid(of: $0) != nil }) {
            environment["MINQING_CLOCK_SPEED"] = "\(options.clockSpeed)"
            environment["MINQING_CLOCK_ORIGIN"] = Timestamp.now.iso8601
        }
        for name in CityContext.names where environment[Self.urlVariable(name)] == nil {
            let known = earlier?[Self.urlVariable(name)].flatMap { $0.split(separator: ":").last.flatMap { Int($0) } }
            let port = try services.pid(of: name) != nil ? (known ?? FreePort.find()) : FreePort.find()
            environment[Self.urlVariable(name)] = "http://127.0.0.1:\(port)"
        }
        try await addTokens(to: &environment)
        try TextFile.write(environment.text, to: installation.environmentFile, secret: true)
        return environment
    }

    /// Ends the services in the order that lets the last messages through, then the servers.
    public func down(progress: (String) -> Void) async throws {
        for name in CityContext.names.reversed() {
            progress(name)
            try await services.stop(name)
        }
        progress("servers")
        try servers.stop()
    }

    /// The partitions that the installation has, or will have.
    public func partitions() throws -> Int { try FixedChoices(installation).partitions(options.partitions) }

    /// Starts one service with the settings that stand in `.minqing/env`.
    public func startService(_ name: String, _ environment: EnvironmentFile) throws {
        try services.start(name, environment: try settings(of: name, environment))
    }

    /// How a guest of the broker reaches it.
    private func url(of guest: String, _ environment: EnvironmentFile) throws -> String {
        let (host, port) = (
            try environment.required("MINQING_AMQP_HOST"), try environment.required("MINQING_AMQP_PORT")
        )
        return "amqp://\(guest):\(try keys.password(of: guest))@\(host):\(port)/\(options.virtualHost)"
    }

    public static func urlVariable(_ service: String) -> String { "MINQING_\(service.uppercased())_URL" }

    /// The settings of a service, and nothing else: no administrator's password reaches it.
    private func settings(of name: String, _ environment: EnvironmentFile) throws -> [String: String] {
        let url = try environment.required(Self.urlVariable(name))
        let password = try keys.password(of: name)
        var settings = [
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
            "MINQING_HTTP_HOST": "127.0.0.1", "MINQING_HTTP_PORT": String(url.split(separator: ":").last ?? ""),
            "MINQING_POSTGRES_HOST": try environment.required("MINQING_POSTGRES_HOST"),
            "MINQING_POSTGRES_PORT": try environment.required("MINQING_POSTGRES_PORT"),
            "MINQING_POSTGRES_DATABASE": options.database, "MINQING_POSTGRES_USER": name,
            "MINQING_POSTGRES_PASSWORD": password,
            "MINQING_AMQP_HOST": try environment.required("MINQING_AMQP_HOST"),
            "MINQING_AMQP_PORT": try environment.required("MINQING_AMQP_PORT"),
            "MINQING_AMQP_VHOST": options.virtualHost, "MINQING_AMQP_USER": name, "MINQING_AMQP_PASSWORD": password,
            "MINQING_PARTITIONS": try environment.required("MINQING_PARTITIONS"), "MINQING_CITY": options.city,
            "MINQING_CITY_DATA": installation.cityFolder, "MINQING_JWKS_FILE": installation.keySet,
            "MINQING_REVOKED_FILE": installation.revocations,
            "MINQING_JWT_ISSUER": TokenIssuer.issuer, "MINQING_JWT_AUDIENCE": TokenIssuer.audience,
            "MINQING_FIELD_KEY_FILE": installation.fieldKeys, "MINQING_LOG_LEVEL": options.logLevel,
            "MINQING_CLOCK_SPEED": environment["MINQING_CLOCK_SPEED"] ?? "1",
            "MINQING_CLOCK_ORIGIN": environment["MINQING_CLOCK_ORIGIN"] ?? Timestamp.now.iso8601,
        ]
        settings["MINQING_CRASH_AT"] = options.crashes[name]
        return settings
    }

    /// One token a role, for the whole city.
    private func addTokens(to environment: inout EnvironmentFile) async throws {
        let issuer = TokenIssuer(signingKey: try keys.issuer(), log: IssuedTokens(installation))
        guard let city = AreaCode(options.city) else {
            throw OperatorFault.configuration("\(options.city) is not an area code")
        }
        for role in TokenRoles.all {
            let subject = Identifier<ActorTag>.derived(from: "role:\(role)", in: TokenRoles.namespace)
            environment["MINQING_TOKEN_\(role.uppercased().map { $0 == "-" ? "_" : String($0) }.joined())"] =
                try await issuer.token(subject: subject.description, roles: [role], area: city)
        }
    }
}

/// The roles that tokens name.
public enum TokenRoles {
    public static let all = ["call-taker", "dispatcher", "verifier", "member", "unit", "manager", "auditor", "service"]
    /// Under which the demo's staff get their identifiers.
    public static let namespace = Identifier<ActorTag>(high: 0x6d69_6e71_696e_6700, low: 0x8000_0000_0000_0001)
}

extension Timestamp {
    /// The present moment by this machine's clock.
    public static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
