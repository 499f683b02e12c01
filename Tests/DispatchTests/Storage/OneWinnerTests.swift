import DispatchStorage
import Kernel
import Postgres
import Reliability
import TestSupport
import Testing

@Suite("The winner of a wave")
struct OneWinnerTests {
    @Test("two members can't both have accepted an offer of one wave, whatever else goes wrong")
    func oneWinner() async throws {
        let migrator = Migrator(schema: "dispatch", steps: DispatchMigrations.all)
        try await TestDatabase.with(migrator) { _, administrator in
            try await PostgresConnection.withConnection(administrator) { connection in
                func accept(wave: Int32, rank: Int32) async throws {
                    let (offer, member) = (UInt64(wave * 10 + rank), UInt64(rank))
                    _ = try await connection.query(
                        """
                        INSERT INTO dispatch.offers (id, work_order_id, member_id, area, wave, rank, skill, nearness,
                            duty, history, load, offered_at, expires_at, state)
                        VALUES (\(Identifier<Never>(high: 1, low: offer)), \(Identifier<Never>(high: 2, low: 1)),
                            \(Identifier<Never>(high: 3, low: member)), '330402007001001', \(wave), \(rank), 0, 0, 0, 0,
                            0, now(), now(), 'accepted')
                        """)
                }
                try await accept(wave: 1, rank: 1)
                await #expect(throws: PostgresError.self) { try await accept(wave: 1, rank: 2) }
                try await accept(wave: 2, rank: 2)
            }
        }
    }
}
