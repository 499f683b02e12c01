import Glibc

/// Asks a service on this machine whether it is ready.
enum ReadyProbe {
    static func isReady(port: UInt16) -> Bool {
        let end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard end >= 0 else { return false }
        defer { close(end) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(end, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return false }
        let question = Array("GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        guard send(end, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else { return false }
        var answer = [UInt8](repeating: 0, count: 256)
        let count = recv(end, &answer, answer.count, 0)
        return count > 12 && String(decoding: answer[..<12], as: UTF8.self) == "HTTP/1.1 200"
    }
}
