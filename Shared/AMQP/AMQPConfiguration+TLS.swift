public import NIOSSL

extension AMQPConfiguration {
    /// What a client's TLS is like here: version 1.2 at least.
    ///
    /// Why: NIOSSL's own configuration for clients begins with 1.0. Source: RFC 8996 forbids 1.0 and 1.1.
    /// - Parameters:
    ///   - verifiesServer: whether the server's certificate is held against the authorities and its name.
    ///   - rootCertificateFile: a PEM file with the authorities that are trusted; nil for the system's.
    public static func clientTLS(
        verifiesServer: Bool = true, rootCertificateFile: String? = nil
    ) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if !verifiesServer { tls.certificateVerification = .none }
        if let rootCertificateFile { tls.trustRoots = .file(rootCertificateFile) }
        return tls
    }
}
