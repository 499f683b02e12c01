public import Reliability

/// The history of the schema `registry`.
public enum RegistryMigrations {
    /// In the order of running, after those of the guarantees.
    public static let all: [Migration] = [
        Migration(name: "m0001_registry", sql: PackageResources.m0001_registry_sql)
    ]
}
