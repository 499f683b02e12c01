#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the environment asks of a run.
struct Settings {
    /// `MINQING_SIMULATION_HISTORIES` (integer, optional, default 1500, at least 1).
    let histories: Int
    /// `MINQING_SIMULATION_SEED` (integer, optional): this one history alone, with its log.
    let seed: UInt64?

    static let current = Settings(
        histories: max(1, number("MINQING_SIMULATION_HISTORIES").map { Int(clamping: $0) } ?? 1500),
        seed: number("MINQING_SIMULATION_SEED"))

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }
}
