public import Reliability

/// The steps of this context's schema, after those of the delivery guarantees.
public enum IntakeMigrations {
    /// In the order of running.
    public static let all: [Migration] = [
        Migration(name: "m0001_requests", sql: PackageResources.m0001_requests_sql)
    ]
}
