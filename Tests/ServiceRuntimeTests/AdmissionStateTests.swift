import Testing
import Wire

@testable import ServiceRuntime

@Suite("What a process takes on at once")
struct AdmissionStateTests {
    private static let limits = AdmissionState.Limits(
        connections: 3, reserve: 2, connectionsPerAddress: 4, bodyBytes: 1_000)

    @Test("connections beyond the limit may ask for the service's health, and beyond the reserve they are refused")
    func reserve() {
        var state = AdmissionState(Self.limits)
        let verdicts = (0..<6).map { state.connectionOpened(from: "10.0.0.\($0)") }
        #expect(verdicts == [.served, .served, .served, .healthOnly, .healthOnly, .refused])
        state.connectionClosed(from: "10.0.0.3")
        state.connectionClosed(from: "10.0.0.0")
        let later = (6..<9).map { state.connectionOpened(from: "10.0.0.\($0)") }
        #expect(later == [.healthOnly, .healthOnly, .refused])
    }

    @Test("one address has no more than its share, and gets places back as its connections end")
    func addresses() {
        var state = AdmissionState(
            AdmissionState.Limits(connections: 10, reserve: 0, connectionsPerAddress: 2, bodyBytes: 0))
        let verdicts = ["a", "a", "a", "b"].map { state.connectionOpened(from: $0) }
        #expect(verdicts == [.served, .served, .refused, .served])
        state.connectionClosed(from: "a")
        let later = ["a", "a"].map { state.connectionOpened(from: $0) }
        #expect(later == [.served, .refused])
    }

    @Test("callers without a token take half of the bytes, and leave the rest to the others")
    func bodies() {
        var state = AdmissionState(Self.limits)
        let anonymous = [300, 200, 1].map { state.bodyArrived($0, isAnonymous: true) }
        #expect(anonymous == [true, true, false])
        let known = [499, 2, 1].map { state.bodyArrived($0, isAnonymous: false) }
        #expect(known == [true, false, true])
        #expect(!state.hasRoom(forBody: 1, isAnonymous: false))
        state.bodyReleased(200, isAnonymous: true)
        #expect(state.hasRoom(forBody: 200, isAnonymous: true))
        #expect(state.hasRoom(forBody: 200, isAnonymous: false))
        #expect(!state.hasRoom(forBody: 201, isAnonymous: true))
    }

    @Test("a peer that takes at least 16 KiB in each turn is written to, one that takes less is not")
    func progress() {
        var state = ConnectionState()
        state.writingStalled(afterBytes: 100)
        let turns = [100 + 16_384, 100 + 3 * 16_384, 100 + 4 * 16_384 - 1].map {
            state.mayGoOnWriting(afterBytes: $0)
        }
        #expect(turns == [true, true, false])
        #expect(state.isClosing)
    }

    @Test("a body's limit follows from what its schema can hold, within 4 KiB and 2 MiB")
    func bodyLimits() {
        func limit(_ schema: Schema) -> Int { BodyKind.json(schema).limit }
        #expect(limit(.object([.init("stars", .integer(1...5), "Stars.")])) == 4_096)
        let text = limit(.object([.init("text", .string(maxLength: 2_000), "Words.")]))
        #expect(text > 2 * 2_000 * 25 && text < 256 << 10)
        let list = Schema.array(of: .string(maxLength: 100), max: 10)
        #expect(limit(.object([.init("a", list, "A list.")])) > 10 * 100 * 25)
        #expect(limit(.anyObject) == BodyKind.defaultLimit)
        #expect(limit(.object([.init("a", .array(of: .array(of: .anyObject)), "All.")])) == BodyKind.defaultLimit)
        #expect(limit(.object([.init("a", .string(maxLength: .max), "All.")])) == BodyKind.defaultLimit)
        #expect(BodyKind.json(.anyObject, limit: 7).limit == 7)
    }
}
