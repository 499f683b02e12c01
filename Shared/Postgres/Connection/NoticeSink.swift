import CLibPQ

/// Takes the server's notices instead of libpq's default, which prints them to standard error.
///
/// Notices may quote values, so they are dropped; only a FATAL is kept, which says why an idle connection ended. libpq
/// calls this on the thread that reads, which is the owner's.
final class NoticeSink {
    private(set) var farewell: ServerFields?

    func receive(_ result: OpaquePointer) {
        // The notice's result belongs to libpq, so its fields are copied and no `ResultHandle` may own it.
        let fields = ServerFields { field in
            unsafe PQresultErrorField(result, field).map { unsafe String(cString: $0) }
        }
        if fields.isFatal { farewell = fields }
    }
}
