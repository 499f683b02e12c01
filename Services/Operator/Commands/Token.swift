import ArgumentParser
import Kernel
import SuiteControl
import Wire

/// Signs a token with the installation's own key.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign a token for trying things out; a city's tokens come from its own issuer.")

    @Option(help: "One of: \(TokenRoles.all.joined(separator: ", ")).")
    var role: String

    @Option(help: "The area that the bearer may see, as a statistical code.")
    var area = "3304"

    @Option(help: "Who the bearer is, as a UUID; made from the role where it is not given.")
    var subject: String?

    @Option(help: "How long it holds, in minutes (1…1440).")
    var minutes = 480

    @Flag(help: "Print data as JSON, one object a line.")
    var json = false

    func validate() throws {
        guard TokenRoles.all.contains(role) else { throw ValidationError("there is no role '\(role)'") }
        guard AreaCode(area) != nil else { throw ValidationError("'\(area)' is not an area code") }
        guard (1...1440).contains(minutes) else { throw ValidationError("--minutes is 1…1440") }
        if let subject, Identifier<ActorTag>(subject) == nil { throw ValidationError("--subject is not a UUID") }
    }

    func run() async throws {
        try await Faults.reported {
            guard let code = AreaCode(area) else { return }
            let installation = try Installation.find()
            let actor =
                subject ?? Identifier<ActorTag>.derived(from: "role:\(role)", in: TokenRoles.namespace).description
            let issuer = TokenIssuer(
                signingKey: try Keys(installation: installation).issuer(), log: IssuedTokens(installation))
            let token = try await issuer.sign(
                subject: actor, roles: [role], area: code, lifetime: .seconds(minutes * 60))
            if !json { Terminal.say("jti \(token.id)") }
            Terminal.print(asJSON: json, token.text) { writer in
                writer.field("role", role)
                writer.field("area", code)
                writer.field("subject", actor)
                writer.field("minutes", minutes)
                writer.field("jti", token.id)
                writer.field("token", token.text)
            }
        }
    }
}
