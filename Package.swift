// swift-tools-version: 6.2
import PackageDescription

// How to read this file: the packages we lean on, then the shared rooms from the bottom up, then one line per
// context (`context(…)` lays out its five rooms), then the command line and the demo city, then the tests. What a target may import is
// exactly what its line names: every build runs with `--explicit-target-dependency-import-check error`.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

// MARK: Packages

let packages: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    // Without its traits: they bring full Foundation.
    .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
    .package(
        url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: ["ConfigurationSupport"]
    ),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.0"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let inMemoryLogging = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let metricsTestKit = Target.Dependency.product(name: "MetricsTestKit", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

// MARK: Shapes of targets

/// Shared rooms with an article of their own.
let documented: Set<String> = ["AMQP", "Postgres", "Reliability", "ServiceRuntime"]

/// A shared room: `Shared/<path>`.
func shared(
    _ name: String, path: String? = nil, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    extra: [SwiftSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/" + (path ?? name),
        exclude: documented.contains(name) ? ["README.md"] : [],
        resources: resources, swiftSettings: settings + extra)
}

/// The five rooms of a context; `publishes` and `takes` name the contracts it makes and consumes.
func context(_ name: String, product: String, takes contracts: [String]) -> [Target] {
    let languages = (["\(name)Contract"] + contracts.map { "\($0)Contract" }).map {
        Target.Dependency(stringLiteral: $0)
    }
    let domain = Target.Dependency(stringLiteral: "\(name)Domain")
    let application = Target.Dependency(stringLiteral: "\(name)Application")
    let storage = Target.Dependency(stringLiteral: "\(name)Storage")
    let inbound = Target.Dependency(stringLiteral: "\(name)Inbound")
    func room(_ room: String, _ dependencies: [Target.Dependency], _ resources: [Resource] = []) -> Target {
        .target(
            name: name + room, dependencies: dependencies, path: "Services/\(name)/\(room)", resources: resources,
            swiftSettings: settings)
    }
    return [
        room("Domain", ["City", "Kernel", "CSVFiles", "PersonalData", "WorkingTime"]),
        room(
            "Application",
            [
                domain, "UseCases", "City", "Messaging", "Wire", "Kernel", "CSVFiles", "PersonalData", "WorkingTime",
                logging, metrics, tracing,
            ] + languages),
        room(
            "Storage",
            [
                application, domain, "UseCases", "City", "FieldEncryption", "Postgres", "Reliability", "Messaging",
                "Wire", "Kernel", "PersonalData", "WorkingTime",
            ],
            [.embedInCode("Migrations")]),
        room(
            "Inbound",
            [
                application, domain, "UseCases", "City", "Messaging", "Wire", "Kernel", "PersonalData", "WorkingTime",
                "ServiceRuntime", hummingbird, httpTypes, logging,
            ] + languages),
        .executableTarget(
            name: "\(name)Service",
            dependencies: [
                domain, application, storage, inbound, "UseCases", "City", "ContextAssembly", "AMQP", "Postgres",
                "Reliability", "ServiceRuntime", "Messaging", "Kernel", "PersonalData", "FieldEncryption",
                configuration, lifecycle, logging,
            ], path: "Services/\(name)/Service", swiftSettings: settings),
    ]
}

func tests(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/" + (path ?? name),
        swiftSettings: settings)
}

// MARK: Shared rooms, from the bottom up

let sharedRooms: [Target] = [
    .systemLibrary(name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CLibRabbitMQ", path: "Shared/CLibRabbitMQ", pkgConfig: "librabbitmq",
        providers: [.apt(["librabbitmq-dev"])]),
    shared("Kernel"),
    shared("PersonalData", ["Kernel"]),
    shared("CSVFiles"),
    shared("Wire", ["Kernel"]),
    shared("Messaging", ["Kernel", "Wire"]),
    shared("City", ["Messaging", "Kernel"]),
    shared("WorkingTime", ["City", "Kernel", "CSVFiles"]),
    shared("IntakeContract", path: "Contracts/IntakeContract", ["City", "Wire", "Kernel"]),
    shared("DispatchContract", path: "Contracts/DispatchContract", ["City", "Wire", "Kernel"]),
    shared("RegistryContract", path: "Contracts/RegistryContract", ["City", "Wire", "Kernel"]),
    shared("AssessmentContract", path: "Contracts/AssessmentContract", ["City", "Wire", "Kernel"]),
    shared("UseCases", ["City", "Messaging", "Kernel"]),
    shared("FieldEncryption", ["Kernel", crypto]),
    shared(
        "Postgres", ["CLibPQ", "Kernel", deque, lifecycle, logging, metrics], extra: [.strictMemorySafety()]),
    shared(
        "AMQP",
        [
            "CLibRabbitMQ", "Kernel", "Messaging", deque, lifecycle, logging, metrics, nioCore, nioPosix, nioSSL,
        ], extra: [.strictMemorySafety()]),
    shared(
        "Reliability", ["Postgres", "Messaging", "Wire", "Kernel", deque, lifecycle, logging, metrics],
        resources: [.embedInCode("Migrations")]),
    shared(
        "ServiceRuntime",
        [
            "Kernel", "Wire", configuration, crypto, httpTypes, hummingbird, hummingbirdCore, hummingbirdTLS, jwt,
            lifecycle, logging, metrics, nioCore, nioHTTP1, nioHTTPTypes, nioPosix, nioSSL, tracing, unixSignals,
        ]),
    shared(
        "ContextAssembly",
        [
            "AMQP", "Postgres", "Reliability", "ServiceRuntime", "City", "Messaging", "Kernel", asyncHTTPClient,
            lifecycle, logging, nioCore, nioHTTP1, tracing,
        ]),
    shared(
        "TestSupport",
        [
            "Kernel", "Postgres", "AMQP", "Messaging", "Reliability", asyncHTTPClient, lifecycle, logging, nioCore,
            nioHTTP1,
        ]),
    shared(
        "ServiceTestSupport",
        ["ServiceRuntime", "City", "Messaging", "Wire", "Kernel", httpTypes, hummingbird, hummingbirdTesting, nioCore]),
]

// MARK: Contexts

let contexts: [Target] =
    context("Intake", product: "intake", takes: ["Dispatch", "Registry"])
    + context("Dispatch", product: "dispatch", takes: ["Intake", "Registry"])
    + context("Registry", product: "registry", takes: [])
    + context("Assessment", product: "assessment", takes: ["Intake", "Dispatch", "Registry"])

/// What the operator's command line and the demo city share: the suite on this machine and the terminal.
let suiteControl: Target = .target(
    name: "SuiteControl",
    dependencies: [
        "Kernel", "Wire", "City", "Messaging", "AMQP", "Postgres", "Reliability",
        "IntakeStorage", "DispatchStorage", "RegistryStorage", "AssessmentStorage",
        argumentParser, asyncHTTPClient, crypto, jwt, logging, nioCore, nioHTTP1,
    ], path: "Services/Operator/Suite", swiftSettings: settings)

let operatorRoom: Target = .executableTarget(
    name: "Operator",
    dependencies: [
        "SuiteControl", "City", "Kernel", "Wire", "Messaging", "AMQP", "Postgres", "Reliability",
        "IntakeContract", "DispatchContract", "RegistryContract", "AssessmentContract",
        argumentParser, logging,
    ], path: "Services/Operator", exclude: ["README.md", "Suite"], swiftSettings: settings)

let demoCity: Target = .executableTarget(
    name: "DemoCity",
    dependencies: [
        "SuiteControl", "City", "Kernel", "CSVFiles", "Wire", "Messaging", "AMQP", "Postgres", "IntakeContract",
        "DispatchContract", argumentParser, asyncHTTPClient, logging, nioCore, nioHTTP1,
    ], path: "Services/DemoCity", exclude: ["README.md"], swiftSettings: settings)

// MARK: Tests

let contracts: [Target.Dependency] = ["IntakeContract", "DispatchContract", "RegistryContract", "AssessmentContract"]

/// The tests of a context: its rooms, all contracts, real servers, and the HTTP test client.
func contextTests(_ name: String, _ more: [Target.Dependency] = []) -> Target {
    let rooms = ["Domain", "Application", "Storage", "Inbound"].map { Target.Dependency(stringLiteral: name + $0) }
    return tests(
        "\(name)Tests",
        rooms + contracts + more + [
            "UseCases", "City", "ServiceRuntime", "Reliability", "Postgres", "Messaging", "Wire", "Kernel",
            "PersonalData", "TestSupport", "ServiceTestSupport", httpTypes, hummingbird, hummingbirdTesting, lifecycle,
            logging, nioCore,
        ])
}

let package = Package(
    name: "minqing",
    products: [
        .executable(name: "intake", targets: ["IntakeService"]),
        .executable(name: "dispatch", targets: ["DispatchService"]),
        .executable(name: "registry", targets: ["RegistryService"]),
        .executable(name: "assessment", targets: ["AssessmentService"]),
        .executable(name: "minqing", targets: ["Operator"]),
        .executable(name: "demo-city", targets: ["DemoCity"]),
        .executable(name: "fault-proxy", targets: ["FaultProxy"]),
        // What the nested package of benchmarks measures.
        .library(
            name: "MinqingShared",
            targets: [
                "Kernel", "Wire", "Messaging", "City", "IntakeContract", "DispatchContract", "Postgres", "AMQP",
                "Reliability",
            ]),
    ],
    dependencies: packages,
    targets: sharedRooms + contexts + [suiteControl, operatorRoom, demoCity] + [
        tests("KernelTests", ["Kernel"]),
        tests("UseCaseTests", ["UseCases", "City", "Messaging", "Kernel"]),
        tests("CSVFilesTests", ["CSVFiles"]),
        // What one context takes of a person, the others take: the way in of each is tried on the same texts.
        tests(
            "PersonalDataTests",
            [
                "CSVFiles", "PersonalData", "IntakeInbound", "IntakeApplication", "IntakeDomain", "RegistryApplication",
                "RegistryDomain", "ServiceRuntime", "Wire", "Kernel",
            ]),
        tests("WorkingTimeTests", ["WorkingTime", "Kernel"]),
        tests("WireTests", ["Wire", "Kernel"]),
        tests("MessagingTests", contracts + ["Messaging", "Wire", "Kernel"]),
        tests("CityTests", contracts + ["City", "Messaging", "Wire", "Kernel"]),
        .testTarget(
            name: "ContractTests", dependencies: contracts + ["City", "Wire"], path: "Tests/ContractTests",
            exclude: ["Golden"], swiftSettings: settings),
        tests("FieldEncryptionTests", ["FieldEncryption", "Kernel", crypto]),
        tests("PostgresTests", ["Postgres", "Kernel", "TestSupport", lifecycle, logging]),
        tests(
            "AMQPTests",
            ["AMQP", "Kernel", "Messaging", "TestSupport", lifecycle, logging, nioCore, nioEmbedded, nioPosix, nioSSL]),
        tests(
            "ReliabilityTests",
            [
                "Reliability", "Postgres", "Messaging", "Wire", "Kernel", "TestSupport", inMemoryLogging, lifecycle,
                logging,
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Reliability", "DispatchInbound", "DispatchApplication", "DispatchDomain", "AssessmentInbound",
                "AssessmentApplication", "AssessmentDomain", "IntakeContract", "UseCases", "City", "Messaging", "Wire",
                "WorkingTime", "Kernel", logging,
            ],
            path: "Tests/Simulation", exclude: ["README.md"], swiftSettings: settings),
        tests(
            "ServiceRuntimeTests",
            [
                "ServiceRuntime", "ContextAssembly", "AMQP", "Postgres", "Reliability", "City", "Messaging", "Kernel",
                "Wire", "TestSupport", "ServiceTestSupport", configuration, crypto, httpTypes, hummingbird,
                hummingbirdTesting,
                inMemoryLogging, jwt, lifecycle, logging, metrics,
                nioCore, nioHTTP1, nioPosix, nioSSL, tracing,
            ]),
        .target(
            name: "IntakeTestKit",
            dependencies: [
                "IntakeApplication", "IntakeDomain", "UseCases", "City", "Reliability", "Messaging", "PersonalData",
                "TestSupport", "Kernel",
            ], path: "Tests/IntakeTestKit", swiftSettings: settings),
        .target(
            name: "DispatchTestKit",
            dependencies: [
                "DispatchApplication", "DispatchDomain", "UseCases", "City", "Messaging", "TestSupport", "WorkingTime",
                "Reliability", "Kernel",
            ], path: "Tests/DispatchTestKit", swiftSettings: settings),
        .target(
            name: "RegistryTestKit",
            dependencies: ["RegistryApplication", "RegistryDomain", "City", "Messaging", "Kernel"],
            path: "Tests/RegistryTestKit", swiftSettings: settings),
        .target(
            name: "AssessmentTestKit",
            dependencies: [
                "AssessmentApplication", "AssessmentDomain", "City", "Messaging", "TestSupport", "Reliability",
                "Kernel",
            ], path: "Tests/AssessmentTestKit", swiftSettings: settings),
        contextTests("Intake", ["IntakeTestKit", "FieldEncryption", inMemoryLogging]),
        contextTests("Dispatch", ["DispatchTestKit", "WorkingTime"]),
        contextTests("Registry", ["RegistryTestKit", "FieldEncryption", "RegistryService"]),
        contextTests("Assessment", ["AssessmentTestKit"]),
        .executableTarget(
            name: "FaultProxy", dependencies: ["Kernel", "Wire", argumentParser, nioCore, nioPosix],
            path: "Tests/FaultProxy", swiftSettings: settings),
        tests("FaultProxyTests", ["FaultProxy", "Wire", nioCore, nioPosix]),
        tests("ArchitectureTests", ["City", "Messaging"]),
        tests(
            "OperatorTests",
            contracts + [
                "Operator", "SuiteControl", "City", "AMQP", "Postgres", "Reliability", "Messaging", "Wire", "Kernel",
                "TestSupport", argumentParser, jwt,
            ]),
        tests(
            "DemoCityTests",
            [
                "DemoCity", "SuiteControl", "City", "IntakeContract", "Postgres", "Reliability", "Wire", "Kernel",
                "TestSupport", argumentParser,
            ]),
        tests("EndToEndTests", ["City", "TestSupport", "Wire"]),
    ]
)
