import Messaging

/// The same work without us: pgbench with our statements, a C consumer and a C publisher, all at once on the same cores.
struct HopFloor: Sendable {
    let ground: Ground
    let events: Int

    /// The queues are filled and the tables are empty.
    ///
    /// - Returns: hops a second: as many as events, over the time of the slowest of the three.
    func run() throws -> Double {
        let publish = try FloorProgram.publish(
            ground, exchange: HopSchema.exchange, key: "dispatch.workorder.issued.330402", count: events)
        let consume = try FloorProgram.consume(ground, queue: "hop.in", count: events)
        let script = try PgBench.script("hop", ground: ground, body: Preload.message().body)
        try publish.awaitReady()
        try consume.awaitReady()
        publish.start()
        consume.start()
        let clients = HopSchema.partitions
        let database = try PgBench(
            ground: ground, database: "bench", user: "hop", password: HopSchema.password, script: script,
            clients: clients, transactions: events / 100 / clients, variables: ["batch": 0]
        ).run()
        let published = try publish.result()
        let consumed = try consume.result()
        let slowest = max(published.seconds, consumed.seconds, database.seconds)
        return Double(events) / slowest
    }
}
