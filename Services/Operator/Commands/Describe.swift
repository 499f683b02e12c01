import ArgumentParser
import FoundationEssentials
import SuiteControl

/// Prints documents that are made from the declarations.
struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the AsyncAPI document or the broker's definitions, made from the declarations.",
        subcommands: [Events.self, Broker.self])

    struct Events: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The AsyncAPI 3.0 document of all events.")

        func run() {
            Terminal.print(String(decoding: AsyncAPIDocument.make(), as: UTF8.self))
        }
    }

    struct Broker: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The topology as a RabbitMQ definitions file, without users.")
        @Option(help: "Partitions (1…64).") var partitions = 16
        @Option(help: "The virtual host.") var virtualHost = "minqing"

        func validate() throws {
            guard (1...64).contains(partitions) else { throw ValidationError("--partitions is 1…64") }
        }

        func run() {
            Terminal.print(
                String(
                    decoding: BrokerDefinitions.make(virtualHost: virtualHost, partitions: partitions), as: UTF8.self))
        }
    }
}
