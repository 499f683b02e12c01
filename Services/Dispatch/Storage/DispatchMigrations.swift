public import Reliability

/// The history of the schema `dispatch`.
public enum DispatchMigrations {
    /// In the order of running, after those of the guarantees.
    public static let all: [Migration] = [
        Migration(name: "m0001_dispatch", sql: PackageResources.m0001_dispatch_sql)
    ]
}
