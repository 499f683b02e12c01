import CLibPQ

/// Owns one `PGconn` and speaks to it without ever blocking; only `connect` blocks, and has its own thread.
///
/// Not Sendable: libpq allows one thread at a time for each connection, and the `Session` that owns this is bound to
/// the reactor's thread. Source: PostgreSQL 15, 34.20 "Behavior in Threaded Programs".
@safe
final class ConnectionHandle {
    private let pointer: OpaquePointer
    private let notices = NoticeSink()

    private init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
        unsafe PQsetNoticeReceiver(
            pointer,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                unsafe Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    /// Connects, which resolves names and shakes hands: it blocks, up to the configured timeout for each host.
    ///
    /// Throws: `PostgresError` with code `connection`.
    static func connect(_ configuration: PostgresConfiguration) throws -> ConnectionHandle {
        let parameters = configuration.connectionParameters
        let pointer = unsafe withCStrings(parameters.map(\.0)) { keywords in
            unsafe withCStrings(parameters.map(\.1)) { values in unsafe PQconnectdbParams(keywords, values, 0) }
        }
        guard let pointer = unsafe pointer else {
            throw PostgresError(code: .connection, message: "libpq is out of memory")
        }
        let handle = unsafe ConnectionHandle(pointer)
        guard unsafe PQstatus(pointer) == CONNECTION_OK, unsafe PQsetnonblocking(pointer, 1) == 0 else {
            throw PostgresError(code: .connection, message: handle.lastMessage)
        }
        return handle
    }

    // MARK: State

    /// The socket.
    var descriptor: Int32 { unsafe PQsocket(pointer) }

    var isBroken: Bool { unsafe PQstatus(pointer) != CONNECTION_OK }

    var transactionStatus: PGTransactionStatusType { unsafe PQtransactionStatus(pointer) }

    var isInPipeline: Bool { unsafe PQpipelineStatus(pointer) != PQ_PIPELINE_OFF }

    /// The number of the server's process, as in `pg_stat_activity.pid`.
    var processIdentifier: Int32 { unsafe PQbackendPID(pointer) }

    /// Whether the connection is encrypted.
    var isEncrypted: Bool { unsafe PQsslInUse(pointer) == 1 }

    /// libpq's last complaint; it may quote host and user.
    var lastMessage: String { unsafe String(cString: PQerrorMessage(pointer)) }

    /// The last FATAL that the server sent while nobody was asking.
    var farewell: ServerFields? { notices.farewell }

    func makeCancelToken() -> CancelToken? {
        unsafe PQgetCancel(pointer).map { unsafe CancelToken($0) }
    }

    /// What the server keeps in place of a password: an SCRAM-SHA-256 verifier, from which the password does not follow.
    ///
    /// With the method named libpq asks the server nothing, so this does not block; it computes for some milliseconds.
    /// Source: PostgreSQL 15, 34.14 `PQencryptPasswordConn`.
    func passwordVerifier(of password: String, role: String) -> String? {
        guard let text = unsafe PQencryptPasswordConn(pointer, password, role, "scram-sha-256") else { return nil }
        defer { unsafe PQfreemem(text) }
        return unsafe String(cString: text)
    }

    // MARK: Sending. Each answers whether libpq took the command.

    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(pointer) == 1 }

    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(pointer) == 1 }

    func sendPrepare(name: String, text: String, types: [PostgresType]) -> Bool {
        let identifiers = types.map { Oid($0.identifier) }
        return unsafe PQsendPrepare(pointer, name, text, Int32(types.count), identifiers) == 1
    }

    func sendPrepared(name: String, binds: Binds) -> Bool {
        unsafe binds.withParameters { values, lengths, formats in
            unsafe PQsendQueryPrepared(pointer, name, Int32(binds.count), values, lengths, formats, 1) == 1
        }
    }

    /// Sends a statement without preparing it and without parameters.
    func sendUnprepared(_ text: String) -> Bool {
        unsafe PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1) == 1
    }

    /// Sends one or many statements in the simple protocol, which is not allowed in pipeline mode.
    func sendSimple(_ text: String) -> Bool { unsafe PQsendQuery(pointer, text) == 1 }

    func sendSync() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

    /// What became of the bytes that libpq holds back.
    enum FlushOutcome { case done, wouldBlock, failed }

    func flush() -> FlushOutcome {
        switch unsafe PQflush(pointer) {
        case 0: .done
        case 1: .wouldBlock
        default: .failed
        }
    }

    // MARK: Receiving

    /// Reads what the socket has; false if the connection is broken.
    func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

    /// Whether `nextResult` would have to wait, which it must not: the manual says that it then blocks.
    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    /// The next result, or nil where libpq returns its null separator.
    func nextResult() -> ResultHandle? {
        unsafe PQgetResult(pointer).map { unsafe ResultHandle($0) }
    }

    func nextNotification() -> PostgresNotification? {
        guard let notify = unsafe PQnotifies(pointer) else { return nil }
        defer { unsafe PQfreemem(notify) }
        return unsafe PostgresNotification(
            channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra),
            sender: notify.pointee.be_pid)
    }

    // MARK: COPY

    func putCopy(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { raw in
            unsafe PQputCopyData(pointer, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count)) == 1
        }
    }

    func endCopy(failure: String?) -> Bool { unsafe PQputCopyEnd(pointer, failure) == 1 }

    /// What COPY OUT has for us without waiting.
    enum CopyOutcome { case row, wouldBlock, finished, failed }

    func appendCopyRow(to bytes: inout [UInt8]) -> CopyOutcome {
        var buffer: UnsafeMutablePointer<CChar>?
        let length = unsafe PQgetCopyData(pointer, &buffer, 1)
        switch length {
        case 0: return .wouldBlock
        case -1: return .finished
        case ..<0: return .failed
        default:
            unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(length)))
            unsafe PQfreemem(buffer)
            return .row
        }
    }
}
