public import City
public import Kernel
import Postgres
public import RegistryApplication
public import RegistryDomain
public import Reliability

/// Organisations in the table `organisations`.
public struct PostgresOrganisationStore: OrganisationStore {
    private let work: UnitOfWork

    public init(work: UnitOfWork) {
        self.work = work
    }

    public func update<Result: Sendable>(
        _ ids: [OrganisationID], scope: AccessScope,
        _ decide: ([OrganisationID: Organisation]) throws -> StoreUpdate<Organisation, Result>
    ) async throws -> Result {
        let load = [OrganisationStatements.lock(ids), OrganisationStatements.read(ids)]
        return try await detectingConflict {
            try await work.perform(scope.settings, load: load) { rows in
                let organisations = try rows[1].map(OrganisationStatements.organisation)
                let known = Dictionary(organisations.map { ($0.id, $0) }) { first, _ in first }
                let update = try decide(known)
                var statements: [Statement] = []
                if !update.created.isEmpty { statements.append(OrganisationStatements.insert(update.created)) }
                if !update.changed.isEmpty {
                    statements.append(
                        OrganisationStatements.update(update.changed, from: known.mapValues(\.version)))
                }
                return Decision(statements: statements, events: update.events, result: update.result)
            }
        }
    }
}

/// Every statement about organisations.
enum OrganisationStatements {
    /// Locks those within the scope; the others can be read and not changed.
    ///
    /// Index: organisations' primary key.
    static func lock(_ ids: [OrganisationID]) -> SQL {
        "SELECT id FROM organisations WHERE id = ANY(\(ids)) ORDER BY id FOR UPDATE"
    }

    /// Index: organisations' primary key.
    static func read(_ ids: [OrganisationID]) -> SQL {
        "SELECT code, name, kind, area, version FROM organisations WHERE id = ANY(\(ids))"
    }

    /// Which of them exist.
    ///
    /// Index: organisations' primary key.
    static func existing(_ ids: [OrganisationID]) -> SQL {
        "SELECT id FROM organisations WHERE id = ANY(\(ids))"
    }

    static func insert(_ organisations: [Organisation]) -> Statement {
        Statement(
            """
            INSERT INTO organisations (id, code, name, kind, area, version)
            SELECT id, code, name, kind, area, version FROM \(rows(organisations))
            """,
            rows: .exactly(organisations.count))
    }

    /// The rows are locked; the versions that were read are named all the same, so that a lost update is a fault.
    ///
    /// - Parameter loaded: the versions that were decided on.
    static func update(_ organisations: [Organisation], from loaded: [OrganisationID: Version]) -> Statement {
        Statement(
            """
            UPDATE organisations SET name = new.name, kind = new.kind, area = new.area, version = new.version
            FROM \(rows(organisations, from: loaded))
            WHERE organisations.id = new.id AND organisations.version = new.loaded
            """, rows: .exactly(organisations.count))
    }

    private static func rows(
        _ organisations: [Organisation], from loaded: [OrganisationID: Version] = [:]
    ) -> SQL {
        """
        unnest(\(organisations.map(\.id)), \(organisations.map(\.code.text)), \(organisations.map(\.name.text)),
            \(organisations.map(\.type.rawValue)), \(organisations.map(\.area.text)),
            \(organisations.map(\.version.value)), \(organisations.map { loaded[$0.id]?.value }))
        AS new (id, code, name, kind, area, version, loaded)
        """
    }

    static func organisation(_ row: Row) throws -> Organisation {
        let (code, name, kind, area, version) = try row.decode(
            String.self, String.self, String.self, String.self, Int64.self)
        return Organisation(
            stored: Organisation.Definition(
                code: try StoredRowFault.require(OrganisationCode(code), column: "organisations.code"),
                name: DisplayName(kept: name),
                type: try StoredRowFault.require(OrganisationType(rawValue: kind), column: "organisations.kind"),
                area: try StoredRowFault.require(AreaCode(area), column: "organisations.area")),
            version: Version(value: version))
    }
}
