import ArgumentParser
import City
import Kernel
import Postgres
import Reliability
import SuiteControl
import Wire

/// The dead letters of a context.
struct DeadLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "List, show and replay messages that could not be applied.",
        subcommands: [List.self, Show.self, Replay.self])

    /// Which context, and how to print.
    struct Desk: ParsableArguments {
        @Option(help: "One of: \(CityContext.names.joined(separator: ", ")).")
        var context: String

        @OptionGroup var options: StackOptions

        func validate() throws {
            guard CityContext.names.contains(context) else {
                throw ValidationError("there is no context '\(context)'")
            }
        }

        func open<Result: Sendable>(_ body: @Sendable (DeadLetterStore) async throws -> Result) async throws -> Result {
            let stack = try options.stack()
            var database = try stack.servers.environment().administrator(database: stack.options.database)
            database.user = context
            database.password = try stack.keys.password(of: context)
            return try await AdministratorPool.with(database, logger: stack.logger) { pool in
                try await body(DeadLetterStore(pool: pool))
            }
        }

        private static func text(_ letter: DeadLetter) -> String {
            letter.body.map { String(decoding: $0, as: UTF8.self).printable }
                ?? "sealed, \(letter.storedLength) bytes: it may hold personal data; its context can replay it"
        }

        func print(_ letter: DeadLetter, withBody: Bool) {
            let (type, message) = (letter.type?.printable ?? "-", letter.messageID?.printable ?? "-")
            let text = "\(letter.id)\t\(letter.deadAt.iso8601)\t\(type)\t\(message)\t\(letter.reason.printable)"
            Terminal.print(asJSON: options.json, withBody ? text + "\n" + Self.text(letter) : text) { writer in
                writer.field("id", letter.id)
                writer.field("direction", letter.direction.rawValue)
                writer.field("message_id", letter.messageID)
                writer.field("type", letter.type)
                writer.field("aggregate_id", letter.aggregate)
                writer.field("aggregate_version", letter.aggregateVersion)
                writer.field("reason", letter.reason)
                writer.field("attempts", letter.attempts)
                writer.field("dead_at", letter.deadAt)
                if withBody { writer.field("body", letter.body.map { String(decoding: $0, as: UTF8.self) }) }
                if withBody { writer.field("sealed", letter.body == nil) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The open ones, oldest first.")
        @OptionGroup var desk: Desk
        @Option(help: "How many (1…1000).") var limit = 100
        @Option(help: "Only those after this id.") var after: Int64 = 0

        func validate() throws {
            guard (1...1000).contains(limit) else { throw ValidationError("--limit is 1…1000") }
        }

        func run() async throws {
            try await Faults.reported {
                for letter in try await desk.open({ [after, limit] in try await $0.list(after: after, limit: limit) }) {
                    desk.print(letter, withBody: false)
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One, with its body.")
        @OptionGroup var desk: Desk
        @Argument(help: "The dead letter's id.") var id: Int64

        func run() async throws {
            try await Faults.reported {
                guard let letter = try await desk.open({ [id] in try await $0.show(id) }) else {
                    throw OperatorFault.unavailable("\(desk.context) has no dead letter \(id)")
                }
                desk.print(letter, withBody: true)
            }
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try them again at once.")
        @OptionGroup var desk: Desk
        @Argument(help: "The dead letters' ids.") var ids: [Int64]
        @Flag(help: "Also every other dead letter of the same aggregates.") var wholeAggregate = false
        @Flag(help: "Only say which would be replayed.") var dryRun = false

        func run() async throws {
            try await Faults.reported {
                let chosen = try await desk.open { [ids, wholeAggregate, dryRun] in
                    try await $0.replay(ids, wholeAggregate: wholeAggregate, dryRun: dryRun)
                }
                for id in chosen {
                    Terminal.print(asJSON: desk.options.json, "\(id)") { writer in
                        writer.field("id", id)
                        writer.field("replayed", !dryRun)
                    }
                }
                Terminal.say(dryRun ? "\(chosen.count) would be replayed" : "\(chosen.count) replayed")
            }
        }
    }
}
