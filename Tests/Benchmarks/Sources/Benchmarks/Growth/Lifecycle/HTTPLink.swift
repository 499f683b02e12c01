import Glibc

/// One kept-alive connection to a service, used by one thread: it costs the machine that is measured a few
/// microseconds a call.
final class HTTPLink {
    struct Answer {
        let status: Int
        let body: [UInt8]

        var isSuccess: Bool { (200..<300).contains(status) }
        var text: String { String(decoding: body.prefix(300), as: UTF8.self) }
    }

    private let port: UInt16
    private var end: Int32 = -1
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private var filled = 0

    init(port: UInt16) {
        self.port = port
    }

    deinit { if end >= 0 { close(end) } }

    /// Sends a request and waits for its answer, at most 15 s.
    ///
    /// Throws: a `BenchmarkFault` where the connection breaks or the answer can't be read.
    func send(
        _ method: String, _ path: String, token: String?, body: [UInt8]? = nil, key: String? = nil
    ) throws -> Answer {
        if end < 0 { try open() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let key { head += "Idempotency-Key: \(key)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        head += "\r\n"
        try put(Array(head.utf8) + (body ?? []))
        return try answer()
    }

    private func open() throws {
        end = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard end >= 0 else { throw BenchmarkFault("no socket could be made") }
        var one: Int32 = 1
        setsockopt(end, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var patience = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(end, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(end, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw broken("cannot connect") }
        filled = 0
    }

    private func put(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(end, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw broken("cannot send") }
            sent += count
        }
    }

    private func answer() throws -> Answer {
        var searched = 0
        while true {
            if let headEnd = endOfHead(from: searched) {
                let head = String(decoding: buffer[..<headEnd], as: UTF8.self)
                guard let status = Int(head.dropFirst(9).prefix(3)) else { throw broken("no HTTP answer") }
                let length = try bodyLength(head, status: status)
                let start = headEnd + 4
                while filled < start + length { try fill() }
                let body = Array(buffer[start..<start + length])
                let rest = filled - start - length
                if rest > 0 { buffer.replaceSubrange(0..<rest, with: Array(buffer[(start + length)..<filled])) }
                filled = rest
                return Answer(status: status, body: body)
            }
            searched = max(0, filled - 3)
            try fill()
        }
    }

    private func endOfHead(from start: Int) -> Int? {
        guard filled >= 4 else { return nil }
        var index = start
        while index + 3 < filled {
            if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
                return index
            }
            index += 1
        }
        return nil
    }

    private func bodyLength(_ head: String, status: Int) throws -> Int {
        for line in head.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            return Int(parts[1].filter(\.isNumber)) ?? 0
        }
        guard status == 204 || status == 304 else { throw broken("an answer without a length") }
        return 0
    }

    private func fill() throws {
        if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
        let count = buffer.withUnsafeMutableBytes {
            recv(end, $0.baseAddress?.advanced(by: filled), $0.count - filled, 0)
        }
        guard count > 0 else { throw broken("the connection was closed, or nothing came for 15 s") }
        filled += count
    }

    private func broken(_ what: String) -> BenchmarkFault {
        if end >= 0 { close(end) }
        end = -1
        filled = 0
        return BenchmarkFault("port \(port): \(what)")
    }
}
