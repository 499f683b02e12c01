public import Kernel

/// The installation's list of users and tokens that are no longer believed; the services read it again when it changes.
///
/// A line is an id, and for a token the moment from which it holds no longer in any case: `id # until 2026-12-01T…Z`. Past
/// that moment the line goes, so that the list does not grow for ever.
public struct RevocationList: Sendable {
    let path: String
    /// The key that tokens are signed with; where there is one, there must be a list.
    let signingKey: String

    public init(_ installation: Installation) {
        path = installation.revocations
        signingKey = installation.signingKey
    }

    private static let heading =
        "# Users (sub) and tokens (jti) that are no longer believed; minqing revoke writes here.\n"
    private static let remark = " # until "

    /// The longest list that the services read.
    ///
    /// Units: bytes. Source: their limit for a small file.
    static let longest = 1 << 20

    /// Makes an empty list for a new installation.
    ///
    /// Throws: where tokens were signed before and the list is gone: an empty one would believe all that was revoked.
    func prepare() throws {
        guard !TextFile.exists(path) else { return }
        guard !TextFile.exists(signingKey) else {
            throw OperatorFault.configuration(
                "\(path) is gone: put it back; if nothing was ever revoked, make an empty file there")
        }
        try TextFile.write(Self.heading, to: path)
    }

    /// Adds an identifier or takes it out; what is so already stays so.
    ///
    /// - Parameter until: when the token that it is of can hold no more; nil for a user, who stays until taken out.
    /// - Returns: whether the identifier was added or taken out.
    public func set(_ identifier: String, revoked: Bool, until: Timestamp? = nil, now: Timestamp = .now) throws -> Bool
    {
        try TextFile.withLock(of: path) {
            try prepare()
            let old = try TextFile.read(path)
            var lines = old.split(separator: "\n").map(String.init).filter { !Self.isPast($0, now) }
            let stands = lines.contains { Self.isOf(identifier, $0) }
            if !revoked { lines.removeAll { Self.isOf(identifier, $0) } }
            if revoked, !stands { lines.append(identifier + (until.map { Self.remark + $0.iso8601 } ?? "")) }
            let new = lines.map { $0 + "\n" }.joined()
            guard new.utf8.count <= Self.longest else {
                throw OperatorFault.configuration("\(path) is full: take out users who have no valid token any more")
            }
            if new != old { try TextFile.write(new, to: path) }
            return stands != revoked
        }
    }

    /// In any letter case, as the services compare.
    private static func isOf(_ identifier: String, _ line: String) -> Bool {
        let written = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).first
        return written?.lowercased() == identifier.lowercased()
    }

    private static func isPast(_ line: String, _ now: Timestamp) -> Bool {
        guard let remark = line.firstRange(of: Self.remark),
            let until = Timestamp(iso8601: String(line[remark.upperBound...]))
        else { return false }
        return until < now
    }

    /// What can stand on a line of its own: 1…255 printable ASCII characters without `#`.
    public static func isIdentifier(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
    }
}
