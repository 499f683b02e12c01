import CLibPQ

/// Owns a `PGcancel`, with which another thread can ask the server to end what the connection is doing.
///
/// `@unchecked Sendable`: "PQcancel can also be invoked from a thread that is separate from the one manipulating the
/// PGconn object. The PGcancel object is read-only as far as PQcancel is concerned" (PostgreSQL 15, 34.7).
@safe
final class CancelToken: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfreeCancel(pointer)
    }

    /// Opens a connection of its own, sends the request and waits until the server has passed it on: it blocks.
    func cancel() {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = unsafe PQcancel(pointer, message.baseAddress, 256)
        }
    }
}
