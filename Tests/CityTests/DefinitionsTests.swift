import City
import Messaging
import Testing
import Wire

@Suite("The broker's definitions file")
struct DefinitionsTests {
    private let topology = CityTopology.topology(partitions: 16)

    @Test("it holds the exchanges of the topology and no others")
    func exchanges() throws {
        let declared = try Definitions().exchanges
        #expect(
            Set(declared)
                == Set(
                    topology.exchanges.map { Declared(name: $0.name, kind: $0.kind.rawValue, arguments: $0.arguments) })
        )
        #expect(Set(declared).count == declared.count)
    }

    @Test("it holds the queues of the topology with their arguments and no others")
    func queues() throws {
        let declared = try Definitions().queues
        let expected = Set(topology.queues.map { Declared(name: $0.name, kind: "queue", arguments: $0.arguments) })
        #expect(Set(declared).subtracting(expected).map(\.name) == [])
        #expect(expected.subtracting(declared).map(\.name) == [])
        #expect(Set(declared).count == declared.count)
    }

    @Test("it holds the bindings of the topology and no others")
    func bindings() throws {
        let declared = try Definitions().bindings
        #expect(Set(declared).subtracting(topology.bindings) == [])
        #expect(Set(topology.bindings).subtracting(declared) == [])
        #expect(Set(declared).count == declared.count)
    }

    @Test("it makes one virtual host and carries no user, password or permission")
    func secrets() throws {
        let definitions = try Definitions()
        #expect(try definitions.virtualHosts == ["minqing"])
        for key in ["users", "permissions", "topic_permissions"] {
            #expect([nil, .array([])].contains(definitions.document.value(key)))
        }
    }
}
