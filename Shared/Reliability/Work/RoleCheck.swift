public import Logging
public import Postgres
public import ServiceLifecycle

/// Why no service runs as a role: the rules of the database do not hold for it.
public enum RoleFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is a superuser, for whom nothing holds.
    case superuser(String)
    /// It has BYPASSRLS: row-level security does not hold.
    case bypassesRowSecurity(String)
    /// It is the schema's owner or a member of it, who can give itself every right.
    case owner(String, schema: String)

    /// What is wrong with which role, in one line.
    public var description: String {
        switch self {
        case .superuser(let role): "refuses to run as \(role), a superuser of the database"
        case .bypassesRowSecurity(let role): "refuses to run as \(role), which bypasses row-level security"
        case .owner(let role, let schema): "refuses to run as \(role), which has the rights of schema \(schema)'s owner"
        }
    }
}

/// Ends the process at its start if it has logged in as a role for which the database's rules do not hold.
///
/// Row-level security and the revoked rights on logs are the last wall between a fault of a service and the data. With
/// an administrator's name in the environment everything works, and that wall is gone without a sign.
public struct RoleCheck: Service {
    /// How long to wait before a database that is away is asked again.
    private static let pause = Duration.seconds(1)

    private let pool: PostgresPool
    private let schema: String
    private let logger: Logger

    /// Makes the check of the role with which a pool logs in to a context's schema.
    public init(pool: PostgresPool, schema: String, logger: Logger) {
        self.pool = pool
        self.schema = schema
        self.logger = logger
    }

    /// Checks once, as soon as the pool lends a connection, and then waits for the end.
    ///
    /// Throws: `RoleFault`.
    public func run() async throws {
        try await cancelWhenGracefulShutdown { try await check() }
        try await gracefulShutdown()
    }

    private func check() async throws {
        while !Task.isCancelled {
            do {
                if let fault = try await Self.fault(in: pool, schema: schema) { throw fault }
                return
            } catch let error as PostgresError {
                guard !Task.isCancelled else { return }
                logger.info("the role is not checked yet", metadata: ["error": "\(error)"])
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// What is wrong with the role of a pool's connections, which counts for the login and for what it has become.
    static func fault(in pool: PostgresPool, schema: String) async throws -> RoleFault? {
        let rows = try await pool.query(
            """
            SELECT rolname::text, rolsuper, rolbypassrls,
                   EXISTS (SELECT FROM pg_namespace
                           WHERE nspname = \(schema) AND pg_has_role(pg_roles.oid, nspowner, 'MEMBER'))
            FROM pg_roles WHERE rolname IN (session_user, current_user)
            """)
        for row in rows {
            let (role, isSuperuser, bypasses, owns) = try row.decode(String.self, Bool.self, Bool.self, Bool.self)
            if isSuperuser { return .superuser(role) }
            if bypasses { return .bypassesRowSecurity(role) }
            if owns { return .owner(role, schema: schema) }
        }
        return nil
    }
}
