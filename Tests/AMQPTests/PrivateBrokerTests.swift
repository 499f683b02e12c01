import AMQP
import Messaging
import TestSupport
import Testing

@Suite("A broker in trouble", .serialized, .timeLimit(.minutes(5)))
struct PrivateBrokerTests {
    @Test("publishing waits while the broker has no memory, goes on afterwards, and a message too large is refused")
    func alarm() async throws {
        try await PrivateBroker.with(settings: "max_message_size = 100000") { node in
            let configuration = node.broker.configuration
            try await AMQPConnection.withConnection(configuration, logger: .quiet) {
                try await $0.declare(.oneQueue("q"))
            }
            try await withServices(configuration) { publisher, _ in
                var batch = (0..<100).map { OutgoingMessage.numbered($0) }
                batch[42] = .numbered(42, size: 100_001)
                let outcomes = try await publisher.publish(batch)
                guard case .refused(let reason) = outcomes[42] else { return #expect(Bool(false), "\(outcomes[42])") }
                #expect(reason.contains("100000"))
                #expect(outcomes.filter { $0 == .confirmed }.count == 99)

                try await node.control("set_vm_memory_high_watermark 0")
                let finished = Shared(false)
                try await withThrowingTaskGroup(of: [PublishOutcome].self) { group in
                    group.addTask {
                        defer { finished.update { $0 = true } }
                        return try await publisher.publish((0..<5000).map { .numbered($0, size: 600) })
                    }
                    try await eventually { publisher.isBlocked }
                    #expect(!publisher.isReady)
                    #expect(!finished.get())
                    try await node.control("set_vm_memory_high_watermark 0.6")
                    for try await outcomes in group { #expect(outcomes.allSatisfy { $0 == .confirmed }) }
                }
                #expect(!publisher.isBlocked)
            }
        }
    }

    @Test("a broker restarted and killed in mid-publish loses nothing that it confirmed, and both services come back")
    func killed() async throws {
        try await PrivateBroker.with { node in
            let configuration = node.broker.configuration
            try await AMQPConnection.withConnection(configuration, logger: .quiet) {
                try await $0.declare(.oneQueue("q"))
            }
            try await withServices(configuration) { publisher, consumer in
                let source = consumer.source(queue: "q", prefetch: 200)
                let total = 6000
                let confirmed = Shared(Set<Int>())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        // As the journal does: whatever is not confirmed is sent again, in order.
                        for first in stride(from: 0, to: total, by: 200) {
                            var open = Array(first..<first + 200)
                            while !open.isEmpty {
                                let outcomes = try await publisher.publish(open.map { .numbered($0, size: 600) })
                                let done = zip(open, outcomes).filter { $0.1 == .confirmed }.map(\.0)
                                confirmed.update { $0.formUnion(done) }
                                open = zip(open, outcomes).filter { $0.1 != .confirmed }.map(\.0)
                            }
                        }
                    }
                    group.addTask {
                        try await eventually { confirmed.get().count >= 1000 }
                        try await node.stop()
                        try await node.start()
                        try await eventually { confirmed.get().count >= 3000 }
                        try await node.kill()
                        try await node.start()
                    }
                    var seen = Set<Int>()
                    while seen.count < total {
                        let batch = try await source.some(limit: 100)
                        seen.formUnion(batch.compactMap(\.number))
                        if let last = batch.last { try await source.settle(.acknowledge(upTo: last.tag)) }
                    }
                    #expect(seen.isSuperset(of: confirmed.get()))
                    try await group.waitForAll()
                }
                try await eventually { publisher.isReady && consumer.isReady }
            }
        }
    }
}
