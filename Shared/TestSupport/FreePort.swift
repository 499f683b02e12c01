import Glibc

/// A port for a server of a test's own.
enum FreePort {
    /// Below the ports that Linux gives to connections and to programs that bind port 0 (`ip_local_port_range`, 32768 to
    /// 60999): a port that is free stays so until its server binds it.
    private static let range: ClosedRange<UInt16> = 20_000...31_999

    /// A port that was free a moment ago.
    static func find() throws -> Int {
        for _ in 0..<100 {
            let port = UInt16.random(in: range)
            if isFree(port) { return Int(port) }
        }
        throw NotInTime(description: "no free port in \(range)")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
