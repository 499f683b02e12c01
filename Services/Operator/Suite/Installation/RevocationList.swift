/// The installation's list of users and tokens that are no longer believed; the services read it again when it changes.
public struct RevocationList: Sendable {
    let path: String

    public init(path: String) {
        self.path = path
    }

    private static let heading =
        "# Users (sub) and tokens (jti) that are no longer believed; minqing revoke writes here.\n"

    /// Makes an empty list where there is none.
    func prepare() throws {
        if !TextFile.exists(path) { try TextFile.write(Self.heading, to: path) }
    }

    /// Adds an identifier or takes it out; what is so already stays so.
    ///
    /// - Returns: whether the list changed.
    public func set(_ identifier: String, revoked: Bool) throws -> Bool {
        try prepare()
        var lines = try TextFile.read(path).split(separator: "\n").map(String.init)
        let stood = lines.contains(identifier)
        guard stood != revoked else { return false }
        if revoked { lines.append(identifier) } else { lines.removeAll { $0 == identifier } }
        try TextFile.write(lines.map { $0 + "\n" }.joined(), to: path)
        return true
    }

    /// What can stand on a line of its own: 1…255 printable ASCII characters without `#`.
    public static func isIdentifier(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
    }
}
