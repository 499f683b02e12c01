import CLibPQ

extension PostgresConfiguration {
    /// Reads a URL as libpq does: `postgresql://user:password@host:port/database?sslmode=require`.
    ///
    /// Returns nil if libpq cannot parse it, if it names no host or no user, or if its `sslmode` leaves it to chance
    /// whether the connection is encrypted (`allow`, `prefer`); without `sslmode` it is not encrypted. Parameters that
    /// have no field here are passed on to libpq. Source: PostgreSQL 15, 34.1.1.2 "Connection URIs".
    public init?(url: String) {
        guard var found = Self.parse(url) else { return nil }
        guard let host = found.removeValue(forKey: "host") ?? found["hostaddr"],
            let user = found.removeValue(forKey: "user")
        else { return nil }
        let port = found.removeValue(forKey: "port") ?? "5432"
        guard port.split(separator: ",").allSatisfy({ UInt16($0) ?? 0 > 0 }) else { return nil }
        let database = found.removeValue(forKey: "dbname") ?? user
        let rootCertificate = found["sslrootcert"]
        self.init(host: host, database: database, user: user, password: found.removeValue(forKey: "password"))
        ports = port
        switch found["sslmode"] {
        case nil, "disable": tls = .disable
        case "verify-full":
            tls = .verifyFull(rootCertificate: rootCertificate)
            found["sslrootcert"] = nil
        case "require": tls = .require
        default: return nil
        }
        found["sslmode"] = nil
        if let name = found.removeValue(forKey: "application_name") { applicationName = name }
        if let seconds = found.removeValue(forKey: "connect_timeout").flatMap({ Int64($0) }) {
            connectTimeout = .seconds(seconds)
        }
        parameters = found
    }

    /// The key words that a URL sets, without those that it leaves to their defaults.
    private static func parse(_ url: String) -> [String: String]? {
        guard url.hasPrefix("postgresql://") || url.hasPrefix("postgres://") else { return nil }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(url, &message) else {
            unsafe PQfreemem(message)
            return nil
        }
        defer { unsafe PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe found[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return found
    }
}
