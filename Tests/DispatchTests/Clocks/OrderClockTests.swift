import City
import Kernel
import Testing
import WorkingTime

@testable import DispatchDomain

@Suite("A clock of an order")
struct OrderClockTests {
    /// A clock around the clock with a limit of 100 minutes: yellow after 80, red after 100.
    private static var clock: OrderClock {
        OrderClock(
            .resolution, number: 1,
            terms: ClockTerms(policy: rules.limits.roundTheClock, limit: .workingTime(.minutes(100))),
            startedAt: wednesdayNine)
    }

    @Test("a pause moves the lights that have not turned by its length, and no light turns while it lasts")
    func pause() {
        var clock = Self.clock
        clock.pause(.thirdParty, by: id(1), approvedBy: id(2), at: wednesdayNine + minutes(50))
        #expect(!clock.isRunning)
        #expect(clock.nextTurn == nil)
        #expect(clock.due(for: .yellow) == nil)
        clock.resume(by: id(1), at: wednesdayNine + minutes(1_050))
        #expect(clock.isRunning)
        #expect(clock.nextTurn == OrderClock.Turn(.yellow, at: wednesdayNine + minutes(1_080)))
        #expect(clock.due(for: .red) == wednesdayNine + minutes(1_100))
        #expect(clock.history.map(\.action) == ["start", "pause", "resume"])
    }

    @Test("what was due before a pause is due all the same, and a light once published stays")
    func late() {
        var clock = Self.clock
        clock.pause(.season, by: id(1), approvedBy: id(2), at: wednesdayNine + minutes(90))
        #expect(clock.nextTurn == OrderClock.Turn(.yellow, at: wednesdayNine + minutes(80)))
        clock.record(.yellow, at: wednesdayNine + minutes(95))
        #expect(clock.nextTurn == nil)
        clock.resume(by: id(1), at: wednesdayNine + minutes(190))
        #expect(clock.light == .yellow)
        #expect(clock.nextTurn == OrderClock.Turn(.red, at: wednesdayNine + minutes(200)))
    }

    @Test("what is stopped neither pauses nor goes on, and a paused clock can be stopped")
    func stopped() {
        var clock = Self.clock
        clock.pause(.season, by: id(1), approvedBy: id(2), at: wednesdayNine + minutes(1))
        clock.stop(at: wednesdayNine + minutes(2))
        let before = clock
        clock.resume(by: id(1), at: wednesdayNine + minutes(3))
        clock.pause(.season, by: id(1), approvedBy: id(2), at: wednesdayNine + minutes(4))
        #expect(clock == before)
        #expect(clock.nextTurn == nil)
    }
}
