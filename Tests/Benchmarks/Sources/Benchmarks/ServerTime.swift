import Glibc

/// How much processor time the servers and our children have taken: a figure that a busy machine disturbs less than
/// any rate.
struct ServerTime: Sendable {
    let ground: Ground

    /// Of PostgreSQL and RabbitMQ with all their processes, and of those of our children that have ended.
    ///
    /// Units: seconds.
    func now() throws -> Double {
        let roots = try Self.servers.map(process(of:))
        var use = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &use)
        return Self.seconds(use.ru_utime) + Self.seconds(use.ru_stime) + Self.trees(roots)
    }

    static let servers = ["postgres", "rabbitmq"]

    /// Of one of the servers with all its processes.
    ///
    /// Units: seconds.
    func of(_ server: String) throws -> Double { Self.trees([try process(of: server)]) }

    private func process(of server: String) throws -> pid_t {
        // The first line; PostgreSQL writes more behind it.
        let file = "\(ground.state)/servers/main/\(server).pid"
        guard let line = TextFile.read(file)?.split(whereSeparator: \.isNewline).first,
            let process = pid_t(line.filter(\.isNumber))
        else { throw BenchmarkFault("\(file) names no process") }
        return process
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// User and system time of the processes, their descendants, and those that they have waited for.
    ///
    /// Source: proc(5), /proc/pid/stat, fields 4 and 14 to 17.
    private static func trees(_ roots: [pid_t]) -> Double {
        var parents: [pid_t: pid_t] = [:]
        var ticks: [pid_t: Double] = [:]
        for process in processes() {
            guard let stat = TextFile.read("/proc/\(process)/stat"), let name = stat.lastIndex(of: ")") else {
                continue
            }
            let fields = stat[stat.index(after: name)...].split(separator: " ")
            guard fields.count > 14 else { continue }
            parents[process] = pid_t(fields[1])
            ticks[process] = fields[11...14].reduce(0) { $0 + (Double($1) ?? 0) }
        }
        let sum = ticks.reduce(0) { sum, entry in
            var process = entry.key
            while !roots.contains(process), let parent = parents[process], parent > 1 { process = parent }
            return roots.contains(process) ? sum + entry.value : sum
        }
        return sum / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func processes() -> [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let process = pid_t(name) { found.append(process) }
        }
        return found
    }
}
