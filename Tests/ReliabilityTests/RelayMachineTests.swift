import Kernel
import Messaging
import Reliability
import Testing
import Wire

@Suite("The relay's order of work")
struct RelayMachineTests {
    private func row(_ seq: Int64) -> OutboxRow {
        OutboxRow(
            seq: seq,
            envelope: Envelope(
                id: Identifier(high: 1, low: UInt64(seq)), type: "a.b.c", version: 1, source: "a",
                aggregate: Identifier(high: 2, low: 2), aggregateVersion: seq, partition: 0, area: .probe,
                occurredAt: .zero),
            body: [])
    }

    private func snapshot(_ text: String) -> Snapshot {
        guard let snapshot = Snapshot(text) else { preconditionFailure("\(text) is no snapshot") }
        return snapshot
    }

    @Test("the cursor moves only when every row is confirmed")
    func waitsForConfirms() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        machine.read(OutboxPage(snapshot: snapshot("10:10:"), rows: [row(1), row(2), row(3)]))
        machine.published([.confirmed, .unknown, .rejected])
        #expect(machine.action == .backOff(attempt: 1))
        machine.waited()
        #expect(machine.action == .publish([row(2), row(3)]))
        machine.published([.confirmed, .returned(code: 312, reason: "NO_ROUTE")])
        machine.waited()
        #expect(machine.action == .publish([row(3)]))
        machine.published([.confirmed])
        guard case .store(let cursor, let unsendable) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(cursor.seen == snapshot("10:10:"))
        #expect(cursor.published == 3)
        #expect(unsendable.isEmpty)
        machine.stored()
        #expect(machine.action == .rest)
    }

    @Test("a row that can never be sent is parked and the others go on")
    func parked() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        machine.read(OutboxPage(snapshot: snapshot("10:10:"), rows: [row(1), row(2)]))
        machine.published([.refused(reason: "too large"), .confirmed])
        guard case .store(_, let unsendable) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(unsendable.map(\.row.seq) == [1])
    }

    @Test("a full page keeps its snapshot as the target until the snapshot is worked through")
    func target() {
        var machine = RelayMachine(cursor: .start, pageSize: 2)
        machine.read(OutboxPage(snapshot: snapshot("10:12:11"), rows: [row(1), row(2)]))
        machine.published([.confirmed, .confirmed])
        machine.stored()
        #expect(machine.cursor.target == snapshot("10:12:11"))
        #expect(machine.cursor.position == 2)
        #expect(machine.cursor.seen == .beforeAll)
        machine.read(OutboxPage(snapshot: nil, rows: [row(4)]))
        machine.published([.confirmed])
        machine.stored()
        #expect(machine.cursor.seen == snapshot("10:12:11"))
        #expect(machine.cursor.target == nil)
    }

    @Test("the floor stays below the rows of a transaction that is still open")
    func floor() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        func pass(_ text: String, _ rows: [Int64]) {
            machine.woken()
            machine.read(OutboxPage(snapshot: snapshot(text), rows: rows.map(row)))
            machine.published(rows.map { _ in .confirmed })
            machine.stored()
        }
        pass("10:10:", [1, 2])
        #expect(machine.cursor.floor == 2)
        // Transaction 10 took sequences 3 and 4 and is open; 11 is over with 5.
        pass("10:12:10", [5])
        #expect(machine.cursor.floor == 2)
        pass("12:12:", [3, 4])
        #expect(machine.cursor.floor == 5)
    }

    @Test("an idle read moves the floor up and rests")
    func idle() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        machine.read(OutboxPage(snapshot: snapshot("10:12:10"), rows: [row(5)]))
        machine.published([.confirmed])
        machine.stored()
        #expect(machine.cursor.floor == 0)
        machine.woken()
        machine.read(OutboxPage(snapshot: snapshot("12:12:"), rows: []))
        machine.stored()
        #expect(machine.cursor.floor == 5)
        #expect(machine.action == .rest)
        machine.woken()
        machine.read(OutboxPage(snapshot: snapshot("12:12:"), rows: []))
        #expect(machine.action == .rest)
    }
}
