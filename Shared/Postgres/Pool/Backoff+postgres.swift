import Kernel

extension Backoff {
    /// From 0.1 s up to 5 s: for connections.
    static let connection = Backoff(first: .milliseconds(100), longest: .seconds(5))

    /// From 5 ms up to 0.2 s: for transactions that met a conflict.
    static let conflict = Backoff(first: .milliseconds(5), longest: .milliseconds(200))
}
