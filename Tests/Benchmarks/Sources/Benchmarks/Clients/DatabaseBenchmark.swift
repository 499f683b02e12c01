import Postgres

/// The PostgreSQL client alone: one small transaction a round trip over eight connections, beside pgbench with the
/// same statements in the same pipeline.
struct DatabaseBenchmark: Sendable {
    let ground: Ground
    let runs: Int

    private static let connections = 8
    private static let transactions = 1500

    func figures() async throws -> [Figure] {
        try await HopSchema(ground: ground).makeDatabase()
        let script = try PgBench.script("one", ground: ground)
        let total = Double(Self.connections * Self.transactions)
        return try await PostgresPool.withPool(
            configuration: ground.database("bench"), size: Self.connections, logger: ground.logger
        ) { pool in
            var floor: [Double] = []
            var ours: [Double] = []
            var cost: [Double] = []
            for run in 0...runs {
                try await Self.clear(pool)
                let below = try PgBench(
                    ground: ground, database: "bench", user: ground.postgres.user,
                    password: ground.postgres.password ?? "", script: script, clients: Self.connections,
                    transactions: Self.transactions, variables: ["key": 0]
                ).run()
                try await Self.clear(pool)
                let processor = WallClock.processorSeconds
                let (_, seconds) = try await WallClock.time { try await Self.transact(pool) }
                guard run > 0 else { continue }
                floor.append(below.rate)
                ours.append(total / seconds)
                cost.append((WallClock.processorSeconds - processor) / total * 1e6)
            }
            return [
                Figure("PostgreSQL, small transactions", unit: "tx/s", ours: ours, floor: floor),
                Figure("PostgreSQL, our processor time", unit: "µs/tx", better: .less, ours: cost),
            ]
        }
    }

    private static func clear(_ pool: PostgresPool) async throws {
        try await pool.withConnection { connection in
            try await connection.script(
                """
                DROP TABLE IF EXISTS small;
                CREATE TABLE small (id bigint PRIMARY KEY, value bigint NOT NULL);
                """)
            try await connection.script("CHECKPOINT")
        }
    }

    private static func transact(_ pool: PostgresPool) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for client in 0..<connections {
                group.addTask {
                    for number in 1...transactions {
                        let id = Int64(client) * 100_000_000 + Int64(number)
                        try await pool.withTransaction { transaction in
                            _ = try await transaction.pipelineAndCommit([
                                "INSERT INTO small (id, value) VALUES (\(id), \(Int64(number)))"
                            ])
                        }
                    }
                }
            }
        }
    }
}
