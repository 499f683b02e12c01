import City
import Messaging
import Testing
import Wire

@testable import Operator

@Suite("What the broker has against what is declared")
struct TopologyCheckTests {
    private let topology = CityTopology.topology(partitions: 2)

    /// The broker's export of a topology.
    private func export(_ partitions: Int, replacing: (String, String) = ("", "")) throws -> WireObject {
        let text = String(
            decoding: BrokerDefinitions.make(virtualHost: "minqing", partitions: partitions), as: UTF8.self)
        let parts =
            replacing.0.isEmpty
            ? [text]
            : text.split(separator: replacing.0, omittingEmptySubsequences: false)
                .map(String.init)
        return try WireObject(parsing: Array(parts.joined(separator: replacing.1).utf8))
    }

    @Test("what was declared, and more, is well")
    func well() throws {
        #expect(TopologyCheck.drift(in: try export(2), from: topology) == [])
        #expect(TopologyCheck.drift(in: try export(3), from: topology) == [])
    }

    @Test("queues and bindings that are missing are named")
    func missing() throws {
        let drift = TopologyCheck.drift(in: try export(1), from: topology)
        #expect(drift.contains("queue intake.dispatch-workorder.p01 is missing"))
        #expect(drift.count { $0.hasPrefix("binding of ") } == CityTopology.subscriptions.count)
        #expect(drift.count == 2 * CityTopology.subscriptions.count)
    }

    @Test("an argument of another value is named with its queue")
    func argument() throws {
        let drift = TopologyCheck.drift(
            in: try export(2, replacing: (#""x-delivery-limit":1000"#, #""x-delivery-limit":20"#)), from: topology)
        #expect(drift.contains("queue intake.commands has another x-delivery-limit than declared"))
    }

    @Test("an exchange of another kind is named")
    func kind() throws {
        let drift = TopologyCheck.drift(
            in: try export(2, replacing: (#""type":"topic""#, #""type":"fanout""#)), from: topology)
        #expect(drift == ["exchange minqing.events is not of the kind topic"])
    }
}
