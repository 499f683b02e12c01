import CLibPQ
import Glibc

/// Threads for what may block: connecting, resolving names, `PQcancel`, and the reactor itself.
///
/// The cooperative pool has as many threads as the machine has cores, so one blocked call there can halve a service.
enum DetachedThread {
    /// Runs a closure on a thread of its own, which ends with it.
    ///
    /// False if the system has no thread to give; the closure is then not run.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Box(body: body, name: name)
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { unsafe pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(box).toOpaque()
        let failed = unsafe pthread_create(
            &thread, &attributes,
            { context in
                guard let context = unsafe context else { return nil }
                let box = unsafe Unmanaged<Box>.fromOpaque(context).takeRetainedValue()
                unsafe minqing_name_thread(box.name)
                box.body()
                return nil
            }, context)
        if failed != 0 { unsafe Unmanaged<Box>.fromOpaque(context).release() }
        return failed == 0
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void
        let name: String

        init(body: @escaping @Sendable () -> Void, name: String) {
            self.body = body
            self.name = name
        }
    }
}
