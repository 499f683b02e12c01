import ArgumentParser
import Kernel
import SuiteControl
import Wire

/// Disables a user, or one of his tokens.
struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop believing a user or a token, or believe them again.",
        discussion: "The services follow within half a minute; a call under way is finished.")

    /// The longest that a service lets a token hold.
    ///
    /// Source: the greatest value of MINQING_JWT_LIFE_SECONDS.
    private static let greatestLife = Duration.seconds(2_592_000)

    @Argument(help: "A user's id (sub), or a token's (jti).")
    var id: String

    @Flag(help: "It is a token's: the line goes when no token can hold any more that is valid now.")
    var token = false

    @Flag(help: "Believe it again.")
    var undo = false

    @Flag(help: "Print data as JSON, one object a line.")
    var json = false

    func validate() throws {
        guard RevocationList.isIdentifier(id) else {
            throw ValidationError("'\(id)' is no id: 1…255 printable ASCII characters without #")
        }
    }

    func run() async throws {
        try await Faults.reported {
            let installation = try Installation.find()
            // A user's id has one spelling; a token's is the issuer's own.
            let written = Identifier<ActorTag>(id)?.description ?? id
            let until =
                IssuedTokens(installation).expiry(of: written) ?? (token ? .now + Self.greatestLife : nil)
            let changed = try RevocationList(installation).set(written, revoked: !undo, until: until)
            Terminal.print(asJSON: json, "\(written) \(undo ? "believed" : "revoked")") { writer in
                writer.field("id", written)
                writer.field("revoked", !undo)
                writer.field("changed", changed)
            }
        }
    }
}
