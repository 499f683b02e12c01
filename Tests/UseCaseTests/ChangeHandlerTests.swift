import City
import Kernel
import Messaging
import Synchronization
import Testing
import UseCases

@Suite("the handler of a command")
struct ChangeHandlerTests {
    private let store = CounterStore()
    private let now = Timestamp(microseconds: 1_000)
    private var handler: ChangeHandler<Counter, Int> { ChangeHandler(store: store, rules: 5) }
    private let scope: AccessScope

    init() throws {
        scope = AccessScope(area: try #require(AreaCode("330402")), actor: ActorID(high: 1, low: 2))
    }

    @Test("stores what the decision came to, with its action, actor and moment")
    func stores() async throws {
        let after = try await handler(.add(2), on: 1, scope: scope, at: now)
        #expect(after.value == 2)
        let transition = try #require(store.stored.first)
        #expect(transition.before == Counter())
        #expect(transition.events.map(\.event) == [.added, .added])
        #expect(transition.events.map(\.version.value) == [2, 3])
        #expect(transition.action == "add")
        #expect(transition.actor == scope.actor)
        #expect(transition.at == now)
    }

    @Test("a command that changes nothing answers with what is there")
    func nothing() async throws {
        let after = try await handler(.add(0), on: 1, scope: scope, at: now)
        #expect(after == Counter())
        #expect(store.stored.map(\.isEmpty) == [true])
    }

    @Test("what is not in the scope is not found")
    func notFound() async {
        await #expect(throws: ChangeFault.notFound) { try await handler(.add(1), on: 9, scope: scope, at: now) }
    }

    @Test("a caller who saw another version is refused with the present one")
    func stale() async {
        await #expect(throws: ChangeFault.changedMeanwhile(current: Version(value: 1))) {
            try await handler(.add(1), on: 1, scope: scope, expecting: Version(value: 7), at: now)
        }
        #expect(store.stored.isEmpty)
    }

    @Test("the aggregate's own rejection is rethrown as it is, and nothing is stored")
    func rejected() async {
        await #expect(throws: CounterRejection.tooMuch) { try await handler(.add(6), on: 1, scope: scope, at: now) }
        #expect(store.stored.isEmpty)
    }
}

private enum CounterRejection: Error { case tooMuch }

private enum CounterCommand: AggregateCommand {
    case add(Int)

    enum Kind: String, CaseIterable { case add }

    var kind: Kind { .add }
}

private enum CounterEvent: Sendable { case added }

private struct Counter: EventMapping, Equatable {
    var value = 0
    var version = Version(value: 1)

    func decide(
        _ command: CounterCommand, at now: Timestamp, rules: Int, using resources: inout Void
    ) throws(CounterRejection) -> [CounterEvent] {
        switch command {
        case .add(let count):
            guard value + count <= rules else { throw .tooMuch }
            return Array(repeating: .added, count: count)
        }
    }

    mutating func apply(_ event: CounterEvent, at now: Timestamp, rules: Int) {
        value += 1
        version = version.next()
    }

    func draft(of event: CounterEvent, at now: Timestamp) -> EventDraft? { nil }
}

/// Holds one counter under the number 1.
private final class CounterStore: AggregateStore {
    private let state = Mutex<[Transition<Counter>]>([])

    var stored: [Transition<Counter>] { state.withLock { $0 } }

    func change(
        _ selection: Int, scope: AccessScope, decide: ([Counter], inout Void) throws -> [Transition<Counter>]
    ) async throws -> [Transition<Counter>] {
        var nothing: Void = ()
        let transitions = try decide(selection == 1 ? [Counter()] : [], &nothing)
        state.withLock { $0 += transitions }
        return transitions
    }
}
