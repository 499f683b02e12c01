public import Kernel
public import Logging

/// The configuration that every service has.
///
/// Rule: one value, read once; no part of a service reads the environment later. The keys are in ``keys``.
public struct ServiceConfiguration: Sendable {
    /// The keys that every service knows, in the order of the README's table.
    public static let keys: [ConfigurationKey] =
        [Keys.environment, Keys.city, Keys.partitions, Keys.logLevel] + HTTPSettings.keys + DatabaseSettings.keys
        + BrokerSettings.keys + AuthenticationSettings.keys + ClockSettings.keys + [
            Keys.fieldKeyFile, Keys.cores, Keys.crashAt,
        ]

    /// Where the service runs: `development`, `test` or `production`.
    public let environment: Environment

    /// The city whose districts the service serves.
    public let city: AreaCode

    /// How many partitions the city's events are spread over; fixed when the city is installed.
    public let partitions: Int

    /// The least serious record that is logged.
    public let logLevel: Logger.Level

    /// The HTTP server.
    public let http: HTTPSettings

    /// The database.
    public let database: DatabaseSettings

    /// The broker.
    public let broker: BrokerSettings

    /// Who may call.
    public let authentication: AuthenticationSettings

    /// The clock.
    public let clock: ClockSettings

    /// The file with the keys of encrypted columns; `nil` for a service that has none.
    public let fieldKeyFile: String?

    /// Where the process is to end itself, for a test of what becomes of the work; `nil` but in such a test.
    public let crash: CrashPlan?

    /// Reads and checks every value.
    ///
    /// Throws: `ConfigurationError` for the first key that is at fault.
    public init(_ source: ConfigurationSource) throws(ConfigurationError) {
        let environment = Environment(rawValue: try source.text(Keys.environment)) ?? .development
        guard let city = AreaCode(try source.text(Keys.city)), city.level == .city else {
            throw ConfigurationError(Keys.city, "must be a city's code of 4 digits")
        }
        self.environment = environment
        self.city = city
        partitions = try source.integer(Keys.partitions)
        logLevel = Logger.Level(rawValue: try source.text(Keys.logLevel)) ?? .info
        http = try HTTPSettings(source, environment: environment)
        database = try DatabaseSettings(source)
        broker = try BrokerSettings(source)
        authentication = try AuthenticationSettings(source)
        clock = try ClockSettings(source, environment: environment)
        fieldKeyFile = try source.optional(Keys.fieldKeyFile)
        crash = try Self.crashPlan(source, environment)
    }

    /// Whether the process may leave a core file and be traced: in a test, or where somebody asks for it.
    ///
    /// Throws: `ConfigurationError` where one of the two values is wrong.
    static func leavesCores(_ source: ConfigurationSource) throws(ConfigurationError) -> Bool {
        let environment = try source.text(Keys.environment)
        return try source.text(Keys.cores) == "yes" || environment == Environment.test.rawValue
    }

    private static func crashPlan(
        _ source: ConfigurationSource, _ environment: Environment
    ) throws(ConfigurationError) -> CrashPlan? {
        guard let text = try source.optional(Keys.crashAt) else { return nil }
        guard environment != .production else {
            throw ConfigurationError(Keys.crashAt, "is refused when MINQING_ENVIRONMENT is production")
        }
        guard let plan = CrashPlan(text) else {
            throw ConfigurationError(
                Keys.crashAt, "must be `point:passing`; points: \(CrashPoint.allCases.map(\.rawValue))")
        }
        return plan
    }

    /// Where a service runs.
    public enum Environment: String, Sendable, CaseIterable {
        /// On a developer's machine or in a demonstration.
        case development
        /// In a test.
        case test
        /// For real people.
        case production
    }

    private enum Keys {
        static let environment = ConfigurationKey(
            "environment", .choice(Environment.allCases.map(\.rawValue)), fallback: "development",
            summary: "Where the service runs; production refuses a scaled clock.")
        static let city = ConfigurationKey(
            "city", .areaCode, fallback: "3304", summary: "The city, as a code of 4 digits (GB/T 2260).")
        static let partitions = ConfigurationKey(
            "partitions", .integer(1...64), fallback: "16",
            summary: "Partitions of the city's events; fixed when the city is installed.")
        static let logLevel = ConfigurationKey(
            "log.level", .choice(Logger.Level.allCases.map(\.rawValue)), fallback: "info",
            summary: "The least serious record that is logged.")
        static let cores = ConfigurationKey(
            "core.files", .choice(["no", "yes"]), fallback: "no",
            summary: "Whether a crash may leave a core file, with every secret in it; for debugging only.")
        static let crashAt = ConfigurationKey(
            "crash.at", .text,
            summary: "Ends the process at a passing of a named point, e.g. `relay.afterPublish:17`; for tests only.")
        static let fieldKeyFile = ConfigurationKey(
            "field.key.file", .file, summary: "The keys of encrypted columns, one `version:base64` a line.")
    }
}
