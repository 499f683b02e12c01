public import Kernel

/// A line for each token that was signed with the installation's key: when, its id, whose, with what rights, until when.
///
/// Why: a reader of the key can sign for anybody; the log says what was signed by way of this program, and names the
/// id by which a single token can be revoked. It holds no token.
public struct IssuedTokens: Sendable {
    let path: String

    public init(_ installation: Installation) { path = installation.issuedTokens }

    /// Writes a line.
    func add(_ token: TokenIssuer.Token, roles: [String], area: AreaCode, now: Timestamp = .now) throws {
        let words = [
            now.iso8601, token.id, token.subject, roles.joined(separator: ","), area.text, token.expiry.iso8601,
        ]
        try TextFile.append(words.joined(separator: "\t"), to: path)
    }

    /// When the token of that id ends; nil where it was not signed here.
    public func expiry(of id: String) -> Timestamp? {
        guard let text = try? TextFile.read(path) else { return nil }
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t") }
        return lines.first { $0.count == 6 && $0[1].lowercased() == id.lowercased() }.flatMap {
            Timestamp(iso8601: String($0[5]))
        }
    }
}
