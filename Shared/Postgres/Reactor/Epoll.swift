import CLibPQ
import Glibc
import Synchronization

/// The descriptors that a reactor waits for, and the way to wake it.
///
/// Handlers are held weakly, so a connection that nobody needs any more can go. A descriptor's number is used again
/// after `close(2)`, hence events carry a token that is not.
final class Epoll: Sendable {
    typealias Token = UInt64

    private struct Entry {
        weak var handler: (any ReactorHandler)?
    }

    private static let wakeToken: Token = 0
    private static let eventsPerWait = 64

    private let descriptor: Int32
    private let wakeDescriptor: Int32
    private let entries = Mutex<(next: Token, handlers: [Token: Entry])>((1, [:]))

    init() {
        descriptor = minqing_epoll_create()
        wakeDescriptor = minqing_eventfd()
        precondition(descriptor >= 0 && wakeDescriptor >= 0, "no descriptors left for a reactor")
        _ = minqing_epoll_set(descriptor, Int32(MINQING_EPOLL_ADD), wakeDescriptor, 1, 0, Self.wakeToken)
    }

    func add(_ handler: any ReactorHandler, descriptor: Int32) -> Token? {
        let token = entries.withLock { entries in
            defer { entries.next += 1 }
            entries.handlers[entries.next] = Entry(handler: handler)
            return entries.next
        }
        let failed = minqing_epoll_set(self.descriptor, Int32(MINQING_EPOLL_ADD), descriptor, 1, 0, token)
        guard failed == 0 else {
            entries.withLock { $0.handlers[token] = nil }
            return nil
        }
        return token
    }

    func set(_ token: Token, descriptor: Int32, readable: Bool, writable: Bool) {
        let operation = Int32(MINQING_EPOLL_MODIFY)
        _ = minqing_epoll_set(self.descriptor, operation, descriptor, readable ? 1 : 0, writable ? 1 : 0, token)
    }

    func remove(_ token: Token, descriptor: Int32) {
        entries.withLock { $0.handlers[token] = nil }
        _ = minqing_epoll_set(self.descriptor, Int32(MINQING_EPOLL_REMOVE), descriptor, 0, 0, token)
    }

    /// Ends a `wait` that is under way, or the next one.
    func wake() {
        var one: UInt64 = 1
        _ = unsafe write(wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits for events and calls their handlers.
    ///
    /// `timeoutMs` below zero waits without end.
    func wait(timeoutMs: Int32) {
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsPerWait) { events in
            let count = unsafe epoll_wait(descriptor, events.baseAddress, Int32(Self.eventsPerWait), timeoutMs)
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let event = unsafe events.baseAddress.map { unsafe $0 + index }
                let token = unsafe minqing_epoll_token(event)
                guard token != Self.wakeToken else {
                    var drained: UInt64 = 0
                    _ = unsafe read(wakeDescriptor, &drained, MemoryLayout<UInt64>.size)
                    continue
                }
                let handler = entries.withLock { $0.handlers[token]?.handler }
                handler?.ready(
                    readable: unsafe minqing_epoll_readable(event) != 0,
                    writable: unsafe minqing_epoll_writable(event) != 0)
            }
        }
    }
}
