public import Reliability

/// The history of the schema `assessment`.
public enum AssessmentMigrations {
    /// In the order of running, after those of the guarantees.
    public static let all: [Migration] = [
        Migration(name: "m0001_assessment", sql: PackageResources.m0001_assessment_sql)
    ]
}
