/// The exit codes of every program of the suite.
///
/// Source: BSD `sysexits.h`.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// The program did what it was asked.
    case success = 0
    /// The command line was wrong (`EX_USAGE`).
    case usage = 64
    /// A server that is needed did not answer (`EX_UNAVAILABLE`).
    case unavailable = 69
    /// The program is at fault (`EX_SOFTWARE`).
    case software = 70
    /// The broker or the database refused who we are (`EX_NOPERM`).
    case refused = 77
    /// The configuration is wrong (`EX_CONFIG`).
    case configuration = 78
}

/// An error that ends a program with its own exit code and one clear line.
public protocol StartFailure: Error, CustomStringConvertible {
    /// How the process ends.
    var exitCode: ExitCode { get }
}
