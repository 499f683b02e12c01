import Kernel
import Testing

private enum Door: String, CaseIterable, Sendable { case open, closed, locked, gone }

private enum Action: String, CaseIterable, Sendable { case open, close, lock, unlock, paint, remove }

private let table = TransitionTable<Door, Action>([
    .init(.open, from: [.closed], to: [.open]),
    .init(.close, from: [.open], to: [.closed]),
    .init(.lock, from: [.closed], to: [.locked]),
    .init(.unlock, from: [.locked], to: [.closed]),
    .init(.paint, from: [.open, .closed], to: []),
    .init(.remove, from: [.open, .closed], to: [.gone]),
])

@Suite("a transition table")
struct TransitionTableTests {
    @Test("accepts a command in the states of its line and in no other")
    func accepts() {
        #expect(Door.allCases.filter { table.accepts(.remove, in: $0) } == [.open, .closed])
        #expect(Door.allCases.filter { table.accepts(.unlock, in: $0) } == [.locked])
    }

    @Test("names the next states in the order of the table, each once")
    func next() {
        #expect(table.next(.closed) == [.open, .locked, .gone])
        #expect(table.next(.locked) == [.closed])
    }

    @Test("names the commands of a state, those included that do not change it")
    func commands() {
        #expect(table.commands(in: .closed) == [.open, .lock, .paint, .remove])
        #expect(table.commands(in: .gone).isEmpty)
    }

    @Test("calls a state final from which nothing leads on")
    func final() {
        #expect(Door.allCases.filter(table.isFinal) == [.gone])
    }
}
