import NIOCore
import Testing

@testable import AMQP

@Suite("Confirm watch")
struct ConfirmWatchTests {
    private var watch = ConfirmWatch(patience: .seconds(10))

    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    @Test("nothing sent, nothing to wait for")
    func idle() {
        #expect(watch.deadline == nil)
    }

    @Test("the first message without a confirm counts, those after it do not put the end off")
    mutating func first() {
        watch.published(at: at(1))
        watch.published(at: at(9))
        #expect(watch.deadline == at(11))
    }

    @Test("a confirm starts the wait again while something is unanswered, and ends it when nothing is")
    mutating func confirmed() {
        watch.published(at: at(1))
        watch.confirmed(outstanding: 3, at: at(5))
        #expect(watch.deadline == at(15))
        watch.confirmed(outstanding: 0, at: at(6))
        #expect(watch.deadline == nil)
    }

    @Test("a broker that is blocked owes no confirm; its time begins when it takes messages again")
    mutating func blocked() {
        watch.published(at: at(1))
        watch.blockedChanged(true, outstanding: 1, at: at(2))
        #expect(watch.deadline == nil)
        watch.published(at: at(3))
        watch.confirmed(outstanding: 1, at: at(4))
        #expect(watch.deadline == nil)
        watch.blockedChanged(false, outstanding: 1, at: at(100))
        #expect(watch.deadline == at(110))
        watch.blockedChanged(false, outstanding: 0, at: at(101))
        #expect(watch.deadline == nil)
    }

    @Test("a new channel owes nothing")
    mutating func newChannel() {
        watch.published(at: at(1))
        watch.blockedChanged(true, outstanding: 1, at: at(2))
        watch.reset()
        watch.published(at: at(3))
        #expect(watch.deadline == at(13))
    }
}
