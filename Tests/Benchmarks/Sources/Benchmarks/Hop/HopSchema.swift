import AMQP
import City
import Kernel
import Messaging
import Postgres
import Reliability

/// The database and the queues of the hop: the suite's own tables of the guarantees, one table of state, and queues
/// with the city's arguments.
struct HopSchema: Sendable {
    let ground: Ground

    static let partitions = 4
    static let exchange = "bench.events"
    static let password = "bench"
    static let city = "3304"

    /// A state table as the contexts have them: a row-level policy and an index beside the key.
    private static let orders = Migration(
        name: "m0001_orders",
        sql: Array(
            """
            CREATE TABLE orders (
                id         uuid PRIMARY KEY,
                request_id uuid NOT NULL UNIQUE,
                round      int NOT NULL,
                area       text COLLATE "C" NOT NULL,
                category   text NOT NULL,
                urgency    text NOT NULL,
                state      text NOT NULL,
                due        timestamptz NOT NULL,
                version    bigint NOT NULL
            ) WITH (fillfactor = 80);
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
            ALTER TABLE orders FORCE ROW LEVEL SECURITY;
            CREATE POLICY orders_area ON orders
                USING (area >= nullif(current_setting('minqing.area', true), '')
                       AND area < nullif(current_setting('minqing.area', true), '') || ':')
                WITH CHECK (area >= nullif(current_setting('minqing.area', true), '')
                            AND area < nullif(current_setting('minqing.area', true), '') || ':');
            """.utf8))

    /// As the service's role, which the row-level policies bind.
    var service: PostgresConfiguration { ground.database("bench", user: "hop", password: Self.password) }

    static func incoming(_ partition: Int) -> String { "hop.in.\(RoutingKey.label(ofPartition: partition))" }
    static func outgoing(_ partition: Int) -> String { "hop.out.\(RoutingKey.label(ofPartition: partition))" }

    /// Drops the database and makes it again.
    func makeDatabase() async throws {
        try await PostgresPool.withPool(configuration: ground.postgres, size: 1, logger: ground.logger) { pool in
            try await pool.withConnection { connection in
                try await connection.script("DROP DATABASE IF EXISTS bench WITH (FORCE)")
                try await connection.script("CREATE DATABASE bench")
            }
        }
        try await PostgresPool.withPool(configuration: ground.database("bench"), size: 1, logger: ground.logger) {
            pool in
            try await pool.withConnection { connection in
                _ = try await Migrator(schema: "hop", steps: [Self.orders]).run(
                    on: connection, servicePassword: Self.password)
            }
        }
    }

    /// Empties tables and queues: every measurement starts from the same ground.
    func clear() async throws {
        try await PostgresPool.withPool(configuration: ground.database("bench"), size: 1, logger: ground.logger) {
            pool in
            try await pool.withConnection { connection in
                try await connection.script(
                    """
                    TRUNCATE hop.orders, hop.journal, hop.inbox, hop.inbox_versions;
                    DELETE FROM hop.journal_cursor;
                    """)
                try await connection.script("CHECKPOINT")
            }
        }
        try await AMQPConnection.withConnection(ground.broker, logger: ground.logger) { broker in
            for partition in 0..<Self.partitions {
                _ = try await broker.purge(queue: Self.incoming(partition))
                _ = try await broker.purge(queue: Self.outgoing(partition))
            }
        }
    }

    /// Declares the exchange and the queues with the arguments of a service's queue.
    func declareQueues() async throws {
        let city = CityTopology.topology(partitions: Self.partitions)
        guard let model = city.queues.first(where: { $0.name == "dispatch.intake-request.p00" }) else {
            throw BenchmarkFault("the topology has no queue dispatch.intake-request.p00")
        }
        var topology = Topology(exchanges: [
            ExchangeDeclaration(name: Self.exchange, kind: .topic),
            ExchangeDeclaration(name: CityTopology.layout.exchanges.deadLetters, kind: .direct),
        ])
        for partition in 0..<Self.partitions {
            let label = RoutingKey.label(ofPartition: partition)
            for (queue, stream) in [
                (Self.incoming(partition), "intake.request"), (Self.outgoing(partition), "dispatch.workorder"),
            ] {
                topology.queues.append(QueueDeclaration(name: queue, arguments: model.arguments))
                topology.bindings.append(
                    BindingDeclaration(exchange: Self.exchange, queue: queue, routingKey: "\(stream).*.*.\(label)"))
            }
        }
        try await AMQPConnection.withConnection(ground.broker, logger: ground.logger) { broker in
            try await broker.declare(topology)
        }
    }

    /// How many messages lie in the outgoing queues.
    func outgoingCount() async throws -> Int {
        try await AMQPConnection.withConnection(ground.broker, logger: ground.logger) { broker in
            var count = 0
            for partition in 0..<Self.partitions {
                count += try await broker.status(ofQueue: Self.outgoing(partition)).messages
            }
            return count
        }
    }

    /// How many events have left their order.
    func storedCount() async throws -> Int {
        try await PostgresPool.withPool(configuration: ground.database("bench"), size: 1, logger: ground.logger) {
            pool in
            Int(try await pool.query("SELECT count(*) FROM hop.orders").only(Int64.self))
        }
    }
}
