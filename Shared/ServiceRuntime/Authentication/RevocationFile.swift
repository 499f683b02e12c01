public import Kernel
import Synchronization

/// The users and tokens that are no longer believed, one identifier a line; read again when the file changes.
///
/// A line is a user's id (`sub`) or a token's (`jti`), in any letter case; what follows a `#` is a remark. The operator
/// writes it with `minqing revoke`.
public final class RevocationFile: Sendable {
    /// The file cannot be read, so nobody is known not to stand in it.
    struct Unreadable: Error {}

    private struct State {
        var identifiers: Set<String> = []
        var readAt: ContinuousClock.Instant?
    }

    private let file: TextFile
    private let interval: Duration
    private let state = Mutex(State())

    /// Names the file; it is read when somebody asks.
    ///
    /// - Parameter interval: how often it is looked at. Default 1 s.
    public init(path: String, interval: Duration = .seconds(1)) {
        file = TextFile(path: path)
        self.interval = interval
    }

    /// Whether the user or this token of his has been disabled.
    ///
    /// - Throws: if the file cannot be read: not knowing is no permission.
    public func contains(_ user: ActorID, tokenID: String?) throws -> Bool {
        try state.withLock { state in
            if state.readAt.map({ $0.duration(to: .now) >= interval }) ?? true {
                guard let bytes = file.contents() else { throw Unreadable() }
                state.identifiers = Self.identifiers(String(decoding: bytes, as: UTF8.self))
                state.readAt = .now
            }
            return state.identifiers.contains(user.description.lowercased())
                || tokenID.map { state.identifiers.contains($0.lowercased()) } ?? false
        }
    }

    /// In lower case: issuers write a UUID in either, and a list that compares by the letter revokes nothing.
    private static func identifiers(_ text: String) -> Set<String> {
        Set(
            text.split(whereSeparator: \.isNewline).compactMap { line in
                line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).first?.lowercased()
            })
    }
}
