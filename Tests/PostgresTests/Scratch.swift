import Logging
import Postgres
import Synchronization
import TestSupport

/// A database of its own for one test.
enum Scratch {
    /// The server that the tests use.
    static var server: PostgresConfiguration {
        do {
            return try TestDatabase.server()
        } catch {
            preconditionFailure("\(error)")
        }
    }

    static let logger = Logger(label: "postgres.tests") { _ in SwiftLogNoOpLogHandler() }

    /// Creates a database, lends its address to the closure and drops it, whatever the closure does.
    static func withDatabase<Result>(
        _ script: String = "", _ body: (PostgresConfiguration) async throws -> Result
    ) async throws -> Result {
        let name = "pgt_\(UInt64.random(in: 0 ... .max))"
        let server = server
        try await TestDatabase.create(name, on: server)
        var own = server
        own.database = name
        do {
            if !script.isEmpty {
                try await PostgresConnection.withConnection(own) { try await $0.script(script) }
            }
            let result = try await body(own)
            try await TestDatabase.drop(name, on: server)
            return result
        } catch {
            try await TestDatabase.drop(name, on: server)
            throw error
        }
    }

    /// The same with a running pool.
    static func withPool<Result: Sendable>(
        _ script: String = "", size: Int = 4, _ body: (PostgresPool) async throws -> Result
    ) async throws -> Result {
        try await withDatabase(script) { configuration in
            try await PostgresPool.withPool(
                configuration: configuration, size: size, leaseTimeout: patience, logger: logger, body)
        }
    }

    /// Ends a session's server process, as an administrator or a crash would.
    static func kill(_ process: Int32) async throws {
        try await PostgresConnection.withConnection(server) {
            _ = try await $0.query("select pg_terminate_backend(\(process))")
        }
    }
}

/// The error that a closure throws, as this library's own.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// A value that concurrent closures write down.
final class Noted<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) {
        state = Mutex(value)
    }

    var value: Value { state.withLock { $0 } }

    func update(_ change: @Sendable (inout Value) -> Void) {
        state.withLock { change(&$0) }
    }
}
