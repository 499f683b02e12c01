import Postgres

/// Registering over HTTP as fast as it goes: 64 connections, each request with a body and a key of its own.
struct RegistrationBenchmark {
    let suite: Suite
    let runs: Int
    let seconds: Int

    /// Registrations that share a transaction in the floor.
    private static let batch = 32
    private static let clients = 2
    private static let transactions = 300

    func figures() async throws -> [Figure] {
        let load = try await HotlineLoad(suite)
        let together = try load.run(connections: 64, seconds: seconds)
        let busy = try Suite.names.map { (name: $0, figures: try suite.process(of: $0)) }
        for name in Suite.names where name != "intake" { suite.stop(name) }
        var alone: [HotlineLoad.Outcome] = []
        var floor: [Double] = []
        var cost: [Double] = []
        var all: [Double] = []
        var allFloor: [Double] = []
        let servers = ServerTime(ground: suite.ground)
        for run in 0...runs {
            let beforeFloor = try servers.now()
            let below = try self.floor()
            let between = try servers.now()
            let before = try suite.process(of: "intake").processorSeconds
            let outcome = try load.run(connections: 64, seconds: seconds)
            let spent = try suite.process(of: "intake").processorSeconds - before
            let after = try servers.now()
            guard run > 0 else {
                try await suite.analyse("minqing")
                try await suite.analyse(Suite.copy)
                continue
            }
            all.append((after - between + spent) / outcome.requests * 1e6)
            allFloor.append((between - beforeFloor) / Double(Self.batch * Self.clients * Self.transactions) * 1e6)
            floor.append(below)
            alone.append(outcome)
            cost.append(spent / outcome.requests * 1e6)
        }
        let intake = try suite.process(of: "intake")
        return [
            Figure(
                "registrations, intake alone", unit: "requests/s", target: 5000, ours: alone.map(\.rate), floor: floor),
            Figure("registrations, p50", unit: "ms", better: .less, ours: alone.map(\.p50)),
            Figure("registrations, p99", unit: "ms", better: .less, target: 50, ours: alone.map(\.p99)),
            Figure("registrations, intake's processor time", unit: "µs/request", better: .less, ours: cost),
            Figure(
                "registrations, processor time with servers and client", unit: "µs/request", better: .less, ours: all,
                floor: allFloor),
            Figure("registrations, the whole suite up", unit: "requests/s", ours: [together.rate]),
            Figure("registrations, the whole suite up, p99", unit: "ms", better: .less, ours: [together.p99]),
            Figure(
                "intake, most resident after all this", unit: "MB", better: .less, target: 60,
                ours: [intake.residentPeak]),
        ]
            + busy.filter { $0.name != "intake" }.map { name, figures in
                Figure(
                    "\(name), most resident at full load", unit: "MB", better: .less, target: 60,
                    ours: [figures.residentPeak])
            }
    }

    /// Registrations a second of pgbench with Intake's statements.
    private func floor() throws -> Double {
        let script = try PgBench.script("register", ground: suite.ground)
        return try PgBench(
            ground: suite.ground, database: Suite.copy, user: "intake", password: suite.password(of: "intake"),
            script: script, clients: Self.clients, transactions: Self.transactions, variables: ["batch": 0]
        ).run().rate * Double(Self.batch)
    }
}
