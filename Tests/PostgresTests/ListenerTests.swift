import Postgres
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Notifications")
struct ListenerTests {
    @Test("a listener hears its channels, and says when it had to connect again")
    func hears() async throws {
        try await Scratch.withDatabase { configuration in
            try await hear(configuration)
        }
    }

    private func hear(_ configuration: PostgresConfiguration) async throws {
        let listener = PostgresListener(configuration: configuration, channels: ["a", "o\"dd"], logger: Scratch.logger)
        try await PostgresPool.withPool(
            configuration: configuration, size: 1, leaseTimeout: patience, logger: Scratch.logger
        ) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await listener.run() }
                var events = listener.events.makeAsyncIterator()
                #expect(await events.next() == .listening)
                _ = try await pool.query("select pg_notify('o\"dd', 'first'), pg_notify('other', 'unheard')")
                _ = try await pool.query("select pg_notify('a', 'second')")
                guard case .notification(let first) = await events.next() else {
                    Issue.record("no notification")
                    return
                }
                #expect((first.channel, first.payload) == ("o\"dd", "first"))
                guard case .notification(let second) = await events.next() else {
                    Issue.record("no notification")
                    return
                }
                #expect((second.channel, second.payload) == ("a", "second"))
                let killed = try await pool.query(
                    """
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and query like 'LISTEN%'
                    """
                ).only(Int.self)
                #expect(killed == 1)
                #expect(await events.next() == .listening)
                group.cancelAll()
                try await group.waitForAll()
                #expect(await events.next() == nil)
            }
        }
    }
}
