import Glibc
import Synchronization

/// Threads of our own: clients that block on their sockets must not hold up the tasks of this program.
enum Threads {
    private final class Crew: Sendable {
        let body: @Sendable (Int) -> Void
        let left: Atomic<Int>
        let done: @Sendable () -> Void

        init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void, done: @escaping @Sendable () -> Void) {
            self.body = body
            left = Atomic(count)
            self.done = done
        }
    }

    private final class Hand {
        let crew: Crew
        let number: Int

        init(_ crew: Crew, _ number: Int) {
            self.crew = crew
            self.number = number
        }
    }

    /// Runs the body once on each of some threads, and returns when all have returned.
    ///
    /// - Parameter count: Range: 1…1000.
    static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) async {
        await withCheckedContinuation { continuation in
            let crew = Crew(count, body) { continuation.resume() }
            for number in 0..<count {
                var thread = pthread_t()
                var attributes = pthread_attr_t()
                pthread_attr_init(&attributes)
                pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
                pthread_attr_setstacksize(&attributes, 512 << 10)
                let hand = Unmanaged.passRetained(Hand(crew, number))
                let failure = pthread_create(
                    &thread, &attributes,
                    { pointer in
                        guard let pointer else { return nil }
                        let hand = Unmanaged<Hand>.fromOpaque(pointer).takeRetainedValue()
                        hand.crew.body(hand.number)
                        if hand.crew.left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                            hand.crew.done()
                        }
                        return nil
                    }, hand.toOpaque())
                pthread_attr_destroy(&attributes)
                precondition(failure == 0, "no thread could be made")
            }
        }
    }
}
