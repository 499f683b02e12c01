/// How the connection is encrypted and how far the server is believed.
///
/// Source: PostgreSQL 15, 34.19.1 "Client Verification of Server Certificates".
public enum TLSMode: Hashable, Sendable {
    /// No encryption: for a loopback interface only.
    case disable
    /// Encryption without a check of who the server is: safe against listening, not against an impostor.
    case require
    /// Encryption, and the server's certificate must come from this authority and carry the host's name.
    /// With nil, libpq's default file `~/.postgresql/root.crt` is used.
    case verifyFull(rootCertificate: String?)

    /// libpq's words for it.
    var parameters: [(String, String)] {
        switch self {
        case .disable: [("sslmode", "disable")]
        case .require: [("sslmode", "require")]
        case .verifyFull(let rootCertificate):
            [("sslmode", "verify-full")] + (rootCertificate.map { [("sslrootcert", $0)] } ?? [])
        }
    }
}
