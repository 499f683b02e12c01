#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Keeps what a process knows out of files: field keys, tokens and texts lie in its memory, and a core file holds them all.
enum ProcessMemory {
    /// Source: prctl(2), linux/prctl.h.
    private static let (getDumpable, setDumpable): (Int32, Int32) = (3, 4)

    #if canImport(Musl)
    private static let coreSize = RLIMIT_CORE
    #else
    private static let coreSize = __rlimit_resource_t(RLIMIT_CORE.rawValue)
    #endif

    /// From now on the process leaves no core file, and no other process of its user reads its memory.
    static func close() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(coreSize, &none)
        _ = control(setDumpable, 0)
    }

    /// Whether that is so.
    static var isClosed: Bool {
        var limit = rlimit()
        return getrlimit(coreSize, &limit) == 0 && limit.rlim_max == 0 && control(getDumpable, 0) == 0
    }

    /// `prctl` takes a variable number of arguments, which Swift does not call; with whole numbers it is called as any
    /// other function is.
    private static func control(_ option: Int32, _ argument: UInt) -> Int32 {
        typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
        guard let symbol = dlsym(nil, "prctl") else { return -1 }
        return unsafeBitCast(symbol, to: Control.self)(option, argument, 0, 0, 0)
    }
}
