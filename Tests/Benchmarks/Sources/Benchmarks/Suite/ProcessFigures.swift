import Glibc

/// What the kernel says of a process.
///
/// Source: proc(5), /proc/pid/stat (14, 15) and /proc/pid/status.
struct ProcessFigures: Sendable {
    /// Units: seconds, user and system.
    let processorSeconds: Double
    /// Units: megabytes.
    let resident: Double
    /// The most it ever was.
    ///
    /// Units: megabytes.
    let residentPeak: Double

    init?(_ process: pid_t) {
        guard let stat = TextFile.read("/proc/\(process)/stat"), let status = TextFile.read("/proc/\(process)/status"),
            let name = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        processorSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        func megabytes(_ key: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
            return (line.flatMap { Double($0.filter(\.isNumber)) } ?? 0) / 1024
        }
        resident = megabytes("VmRSS")
        residentPeak = megabytes("VmHWM")
    }
}
