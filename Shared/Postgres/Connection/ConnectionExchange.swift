import CLibPQ

// What a `SessionState` asks for and is given, in libpq's terms.

extension ConnectionHandle {
    /// How much of a COPY OUT its caller gets at once.
    ///
    /// Units: bytes.
    private static let chunkSize = 65_536

    /// Where the server's transaction stands.
    var serverStatus: SessionState.ServerStatus {
        switch transactionStatus {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INERROR: .failed
        default: .open
        }
    }

    /// Gives a batch to libpq; returns how many steps it took if it did not take all of them.
    func send(_ steps: [BatchPlan.Step]) -> Int? {
        guard isInPipeline || enterPipeline() else { return 0 }
        return steps.firstIndex { step in
            switch step {
            case .prepare(let key, let name): !sendPrepare(name: name, text: key.text, types: key.types)
            case .run(let name, let binds): !sendPrepared(name: name, binds: binds)
            case .deallocate(let name): !sendUnprepared("DEALLOCATE \(name)")
            case .sync: !sendSync()
            }
        }
    }

    /// Gives a text in the simple protocol to libpq, which is not allowed in pipeline mode.
    func sendScript(_ text: String) -> Bool {
        (!isInPipeline || exitPipeline()) && sendSimple(text)
    }

    /// The next answer in pipeline mode.
    func nextBatchReply() -> BatchReplies.Reply {
        guard let result = nextResult() else { return .separator }
        return switch result.status {
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .result(result)
        default: .error(ServerFields(result.diagnostic))
        }
    }

    /// The next answer outside pipeline mode.
    func nextSimpleReply() -> SimpleReplies.Reply {
        guard let result = nextResult() else { return .end }
        return switch result.status {
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT: .copyOut
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .result(affected: result.affected)
        default: .error(ServerFields(result.diagnostic))
        }
    }

    /// What COPY OUT has sent, up to a limit.
    func nextChunk() -> (bytes: [UInt8], outcome: CopyOutcome) {
        var bytes: [UInt8] = []
        var outcome = CopyOutcome.row
        while outcome == .row, bytes.count < Self.chunkSize {
            outcome = appendCopyRow(to: &bytes)
        }
        return (bytes, outcome)
    }
}
