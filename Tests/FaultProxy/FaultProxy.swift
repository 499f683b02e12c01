import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import Wire

/// Stands between services and servers on the loopback and does to their connections what its orders say.
@main
struct FaultProxy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault-proxy",
        abstract: "Delay, throttle, reset, freeze or half-deafen connections of this machine, by a seed.",
        discussion: """
            Prints its ports as one JSON object and runs until it is ended. The control port takes a JSON object a line:
            {"do":"fault","link":"*.postgres","strike":"drop_server","after_min":1000,"after_max":90000,"share":50}
            {"do":"fault","link":"intake.*","delay_ms":50,"jitter_ms":20,"bytes_per_second":100000}
            {"do":"clear"}  {"do":"cut","link":"*"}  {"do":"retarget","link":"*.postgres","upstream":"127.0.0.1:25432"}
            {"do":"status"}
            """)

    @Option(help: "A way through: NAME=UPSTREAM or NAME=PORT>UPSTREAM, where UPSTREAM is a port of the loopback.")
    var link: [String] = []
    @Option(help: "The control port; 0 takes a free one.") var control = 0
    @Option(help: "The same seed strikes the same connections at the same byte.") var seed: UInt64 = 42

    func run() async throws {
        let plans = try link.map { text in
            guard let plan = Switchboard.Plan(text) else {
                throw ValidationError("--link \(text) is not NAME=UPSTREAM")
            }
            return plan
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let ports = try await Switchboard.start(plans, control: control, seed: seed, on: group.next())
        var writer = JSONWriter(reserving: 256)
        writer.object { object in
            object.field("control", ports.control)
            object.object("links") { links in
                for (name, port) in ports.links.sorted(by: { $0.key < $1.key }) { links.field(name, port) }
            }
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
        fflush(nil)
        try await Task.sleep(for: .seconds(86_400))
    }
}
