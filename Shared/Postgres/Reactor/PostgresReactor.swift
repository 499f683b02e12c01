import CLibPQ
import Glibc
import Synchronization

/// The one thread on which connections live: it waits for their sockets and runs their actors.
///
/// It is the `SerialExecutor` of every connection, and a `TaskExecutor` that a task which mostly talks to the database
/// may prefer, which saves two changes of thread for each statement:
/// `withTaskExecutorPreference(pool.reactor) { … }`. Such a task must not compute for long: while it does, no
/// connection is served.
///
/// A reactor lives as long as the process: make it at the start, or use `shared`.
public final class PostgresReactor: SerialExecutor, TaskExecutor {
    /// The reactor that is used unless another is given.
    public static let shared = PostgresReactor(name: "postgres")

    private enum Work: Sendable {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isSleeping = false
    }

    private let inbox = Mutex(Inbox())
    private let timers = Mutex(TimerQueue())
    private let poll: Epoll
    private let thread = Atomic<UInt>(0)

    /// Starts a reactor and its thread.
    ///
    /// Range: a name of at most 15 bytes, which the system shows for the thread.
    public init(name: String) {
        poll = Epoll()
        let isStarted = DetachedThread.start(name: name) { self.loop() }
        precondition(isStarted, "no thread left for a reactor")
    }

    // MARK: Executor

    /// Queues a job; wakes the thread if it sleeps.
    public func enqueue(_ job: consuming ExecutorJob) {
        push(.job(UnownedJob(job)))
    }

    /// Whether the caller is on the reactor's thread.
    public var isCurrentThread: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Lets `assumeIsolated` hold in callbacks from the reactor, which run outside any task.
    public func checkIsolated() {
        precondition(isCurrentThread, "not on the reactor's thread")
    }

    /// The same question without the trap.
    public func isIsolatingCurrentContext() -> Bool? {
        isCurrentThread
    }

    // MARK: Calls and timers

    /// Runs a closure on the reactor's thread, after what is queued already.
    func call(_ body: @escaping @Sendable () -> Void) {
        push(.call(body))
    }

    /// Runs a closure on the reactor's thread after a delay, unless the timer is cancelled before.
    func schedule(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> TimerQueue.Token {
        let (token, isFirst) = timers.withLock { $0.insert(at: .now + delay, body) }
        if isFirst, !isCurrentThread { push(.call {}) }
        return token
    }

    /// Forgets a timer; one that has fired already is no mistake.
    func cancel(_ token: TimerQueue.Token) {
        timers.withLock { $0.remove(token) }
    }

    // MARK: Sockets

    /// Watches a descriptor; on the reactor's thread only.
    ///
    /// Nil if the system watches no more descriptors.
    func register(_ handler: any ReactorHandler, descriptor: Int32) -> Epoll.Token? {
        poll.add(handler, descriptor: descriptor)
    }

    /// Changes what is waited for.
    func watch(_ token: Epoll.Token, descriptor: Int32, readable: Bool, writable: Bool) {
        poll.set(token, descriptor: descriptor, readable: readable, writable: writable)
    }

    /// Stops watching; must be called before the descriptor is closed.
    func unregister(_ token: Epoll.Token, descriptor: Int32) {
        poll.remove(token, descriptor: descriptor)
    }

    // MARK: The thread

    private func push(_ work: Work) {
        let mustWake = inbox.withLock { inbox in
            inbox.work.append(work)
            defer { inbox.isSleeping = false }
            return inbox.isSleeping
        }
        if mustWake { poll.wake() }
    }

    private func loop() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        let serial = unsafe asUnownedSerialExecutor()
        let task = unsafe asUnownedTaskExecutor()
        var batch: [Work] = []
        while true {
            inbox.withLock { swap(&$0.work, &batch) }
            for work in batch {
                switch work {
                case .job(let job): unsafe job.runSynchronously(isolatedTo: serial, taskExecutor: task)
                case .call(let body): body()
                }
            }
            batch.removeAll(keepingCapacity: true)
            let (due, delay) = timers.withLock { $0.takeDue(at: .now) }
            for body in due { body() }
            let mayRest = inbox.withLock { inbox in
                inbox.isSleeping = inbox.work.isEmpty
                return inbox.isSleeping
            }
            poll.wait(timeoutMs: mayRest ? (due.isEmpty ? delay : 0) : 0)
            inbox.withLock { $0.isSleeping = false }
        }
    }
}

/// Something whose socket the reactor watches.
protocol ReactorHandler: AnyObject, Sendable {
    /// Called on the reactor's thread when the socket can be read or written.
    func ready(readable: Bool, writable: Bool)
}
