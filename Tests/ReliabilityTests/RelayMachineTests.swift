import Kernel
import Messaging
import Reliability
import Testing
import Wire

@Suite("The relay's order of work")
struct RelayMachineTests {
    private func row(_ seq: Int64) -> JournalRow {
        JournalRow(
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
        machine.read(JournalPage(snapshot: snapshot("10:10:"), rows: [row(1), row(2), row(3)]))
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
        machine.stored(by: 20)
        #expect(machine.action == .rest)
    }

    @Test("a row that can never be sent is parked and the others go on")
    func parked() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        machine.read(JournalPage(snapshot: snapshot("10:10:"), rows: [row(1), row(2)]))
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
        machine.read(JournalPage(snapshot: snapshot("10:12:11"), rows: [row(1), row(2)]))
        machine.published([.confirmed, .confirmed])
        machine.stored(by: 20)
        #expect(machine.cursor.target == snapshot("10:12:11"))
        #expect(machine.cursor.position == 2)
        #expect(machine.cursor.seen == .beforeAll)
        machine.read(JournalPage(snapshot: nil, rows: [row(4)]))
        machine.published([.confirmed])
        machine.stored(by: 20)
        #expect(machine.cursor.seen == snapshot("10:12:11"))
        #expect(machine.cursor.target == nil)
    }

    /// One whole pass: a page is read, confirmed and stored by a transaction.
    private func pass(_ machine: inout RelayMachine, _ text: String, _ rows: [Int64], by transaction: UInt64) {
        machine.woken()
        machine.read(JournalPage(snapshot: snapshot(text), rows: rows.map(row)))
        machine.published(rows.map { _ in .confirmed })
        machine.stored(by: transaction)
    }

    @Test("the floor rises to what was seen once all are over that were under way when the cursor was stored")
    func floor() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        pass(&machine, "10:10:", [1, 2], by: 11)
        #expect(machine.cursor.floor == 0)
        // Transaction 10 took sequences 3 and 4 and is open; 12 is over with 5.
        pass(&machine, "10:13:10", [5], by: 14)
        #expect(machine.cursor.floor == 0)
        pass(&machine, "15:15:", [3, 4], by: 16)
        #expect(machine.cursor.floor == 5)
    }

    @Test("a transaction under way at or above a snapshot's xmax is not passed over")
    func aboveXmax() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        // 8694 has sequence 2835 and is under way; 8693 is over with 2836: xmax is 8694, and no id is in the list.
        pass(&machine, "8694:8694:", [2836], by: 8701)
        pass(&machine, "8694:8703:8694", [2837], by: 8705)
        #expect(machine.cursor.floor < 2835)
        pass(&machine, "8706:8706:", [2835], by: 8707)
        #expect(machine.cursor.floor == 2837)
    }

    @Test("an idle read moves the floor up and rests")
    func idle() {
        var machine = RelayMachine(cursor: .start, pageSize: 10)
        pass(&machine, "10:12:10", [5], by: 13)
        #expect(machine.cursor.floor == 0)
        machine.woken()
        machine.read(JournalPage(snapshot: snapshot("14:14:"), rows: []))
        machine.stored(by: 14)
        #expect(machine.cursor.floor == 5)
        #expect(machine.action == .rest)
        machine.woken()
        machine.read(JournalPage(snapshot: snapshot("14:14:"), rows: []))
        #expect(machine.action == .rest)
    }
}
