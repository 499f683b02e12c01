import Testing

@testable import Postgres

@Suite("States without a server")
struct StateTests {
    final class Fake: Sendable {}

    @Test("a free connection goes to the first waiter, else it is lent again before the others")
    func leases() {
        var pool = PoolState<Fake, String>()
        let (one, two) = (Fake(), Fake())
        _ = pool.connected(one)
        _ = pool.connected(two)
        guard case .granted(let first) = pool.lease(), first === two else {
            Issue.record("the connection that came last is not lent first")
            return
        }
        guard case .granted = pool.lease(), case .wait = pool.lease() else {
            Issue.record("two connections are not two leases")
            return
        }
        let (early, late) = (pool.makeWaiterIdentifier(), pool.makeWaiterIdentifier())
        pool.wait("early", id: early)
        pool.wait("late", id: late)
        guard case .grant(let granted, to: "early") = pool.release(two, isOpen: true), granted === two else {
            Issue.record("the first waiter is not served first")
            return
        }
        #expect(pool.removeWaiter(early) == nil)
        #expect(pool.removeWaiter(late) == "late")
        #expect((pool.connected, pool.leasedCount, pool.waitingCount) == (2, 2, 0))
    }

    @Test("the server is away when no connection stands and an attempt failed, until one stands again")
    func away() {
        var pool = PoolState<Fake, String>()
        #expect(!pool.isServerAway)
        pool.failedToConnect()
        #expect(pool.isServerAway)
        for name in ["a", "b", "c"] { pool.wait(name, id: pool.makeWaiterIdentifier()) }
        #expect(pool.removeWaiters { $0 != "b" } == ["a", "c"])
        #expect(pool.waitingCount == 1)
        let connection = Fake()
        guard case .grant(_, to: "b") = pool.connected(connection) else {
            Issue.record("the waiter that is left was not served")
            return
        }
        #expect(!pool.isServerAway)
        pool.lost(connection)
        #expect(!pool.isServerAway)
        pool.failedToConnect()
        #expect(pool.isServerAway)
    }

    @Test("nobody overtakes a waiter")
    func noOvertaking() {
        var pool = PoolState<Fake, String>()
        pool.wait("first", id: pool.makeWaiterIdentifier())
        guard case .grant(_, to: "first") = pool.connected(Fake()) else {
            Issue.record("a new connection passed a waiter by")
            return
        }
    }

    @Test("a broken connection is not lent again, and a draining pool keeps none")
    func endings() {
        var pool = PoolState<Fake, String>()
        let (one, two) = (Fake(), Fake())
        _ = pool.connected(one)
        _ = pool.lease()
        guard case .close = pool.release(one, isOpen: false) else {
            Issue.record("a broken connection was kept")
            return
        }
        pool.lost(one)
        #expect(pool.connected == 0)
        _ = pool.connected(two)
        _ = pool.lease()
        pool.wait("waiter", id: pool.makeWaiterIdentifier())
        let (waiters, idle) = pool.drain()
        #expect(waiters == ["waiter"])
        #expect(idle.isEmpty)
        guard case .refused = pool.lease(), case .close = pool.release(two, isOpen: true) else {
            Issue.record("a draining pool lends or keeps")
            return
        }
        #expect(pool.connected == 0)
    }

    @Test("a connection that is lost while it is given back is not kept")
    func lostInBetween() {
        var pool = PoolState<Fake, String>()
        let one = Fake()
        _ = pool.connected(one)
        _ = pool.lease()
        pool.lost(one)
        // It was open when it was checked.
        guard case .close = pool.release(one, isOpen: true), case .wait = pool.lease() else {
            Issue.record("a lost connection was kept")
            return
        }
        #expect(pool.connected == 0)
    }

    @Test("the statement that was used least recently is evicted, and its name is never used again")
    func statements() {
        var cache = StatementCache(limit: 2)
        func key(_ text: String) -> StatementCache.Key { StatementCache.Key(text: text, types: [.int8]) }
        let names = (0..<3).map { _ in cache.makeName() }
        #expect(Set(names).count == 3)
        cache.insert(key("a"), name: names[0])
        cache.insert(key("b"), name: names[1])
        #expect(cache.find(key("a")) == names[0])
        cache.insert(key("c"), name: names[2])
        #expect(cache.find(key("b")) == nil)
        #expect(cache.takeEvicted() == [names[1]])
        #expect(cache.takeEvicted().isEmpty)
        #expect(cache.find(StatementCache.Key(text: "a", types: [.int4])) == nil)
    }

    @Test("a COMMIT is open from its sending until an answer or an earlier failure settles it")
    func commitOpen() {
        let insert = Command("insert")
        func batch() -> BatchReplies { BatchReplies([.command(insert), .command(.commit), .sync]) }
        func error(_ severity: String) -> BatchReplies.Reply {
            .error(
                ServerFields {
                    $0 == DiagnosticField.severity ? severity : $0 == DiagnosticField.sqlState ? "57P01" : nil
                })
        }
        var lostAtOnce = batch()
        #expect(lostAtOnce.isCommitOpen)
        _ = lostAtOnce.receive(error("ERROR"))
        #expect(!lostAtOnce.isCommitOpen)
        var killedBefore = batch()
        _ = killedBefore.receive(error("FATAL"))
        #expect(!killedBefore.isCommitOpen)
        #expect(killedBefore.failure?.code == .connection)
        var killedInside = BatchReplies([.command(.commit), .sync])
        _ = killedInside.receive(error("FATAL"))
        _ = killedInside.receive(.separator)
        #expect(killedInside.isCommitOpen)
        var refused = BatchReplies([.command(.commit), .sync])
        _ = refused.receive(error("ERROR"))
        #expect(!refused.isCommitOpen)
        // What libpq says itself, of a connection that broke before the first answer came.
        var cut = batch()
        _ = cut.receive(.error(ServerFields { _ in nil }))
        #expect(cut.isCommitOpen)
    }

    @Test("answers that do not belong here are noticed")
    func confusion() {
        var early = BatchReplies([.command(.rollback), .sync])
        guard case .confused = early.receive(.sync) else {
            Issue.record("a Sync before the answers passed")
            return
        }
        var late = BatchReplies([.sync])
        guard case .finished = late.receive(.sync), case .confused = late.receive(.separator) else {
            Issue.record("an answer after the end passed")
            return
        }
    }

    @Test("joined statements number their parameters through, and literals keep their dollars")
    func joining() {
        let first: SQL = "select '$1', \(1) "
        let second: SQL = "from t where a = \("x") and b = \(true)"
        let whole = first + second
        #expect(whole.text == "select '$1', $1 from t where a = $2 and b = $3")
        #expect(whole.binds.types == [.int8, .text, .bool])
        let nested: SQL = "insert into u \(whole) and c > \(2.5)"
        #expect(nested.text == "insert into u select '$1', $1 from t where a = $2 and b = $3 and c > $4")
        let many = (0..<12).reduce(into: SQL("")) { sql, number in sql += "\(number)," }
        #expect((first + many).text.hasSuffix("$11,$12,$13,"))
    }

    @Test("an identifier for LISTEN is quoted whatever it holds")
    func quoting() {
        #expect(PostgresListener.quoted("a\"b") == "\"a\"\"b\"")
        #expect(PostgresListener.quoted("a; drop") == "\"a; drop\"")
    }
}
