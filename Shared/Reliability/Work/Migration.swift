/// One step of a schema's history; it is never changed once it has run anywhere.
public struct Migration: Sendable, Hashable {
    /// Its name, such as `m0001_journal`; names sort in the order of running, within the list that they stand in.
    public let name: String
    /// Statements of one transaction; `{schema}` stands for the schema's name, which the service's role bears too.
    public let sql: String

    /// Makes a step from the bytes that the build embedded.
    public init(name: String, sql: [UInt8]) {
        self.name = name
        self.sql = String(decoding: sql, as: UTF8.self)
    }

    /// The statements for one schema.
    func sql(for schema: String) -> String { sql.replacing("{schema}", with: schema) }

    /// FNV-1a-64 of the text: a step whose text changed after it ran is refused.
    public var checksum: Int64 {
        Int64(bitPattern: sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }
}

/// The tables that the delivery guarantees need, in every context's schema, before the context's own.
public enum ReliabilityMigrations {
    /// In the order of running.
    public static let all: [Migration] = [
        Migration(name: "r0001_journal", sql: PackageResources.m0001_journal_sql),
        Migration(name: "r0002_inbox", sql: PackageResources.m0002_inbox_sql),
        Migration(name: "r0003_message_partitions", sql: PackageResources.m0003_message_partitions_sql),
        Migration(name: "r0004_sealed_bodies", sql: PackageResources.m0004_sealed_bodies_sql),
        Migration(name: "r0005_scope", sql: PackageResources.m0005_scope_sql),
    ]
}
