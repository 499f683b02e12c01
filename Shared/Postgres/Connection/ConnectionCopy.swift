extension PostgresConnection {
    /// How much of a COPY IN is gathered before it is sent.
    ///
    /// Units: bytes.
    private static let chunkSize = 65_536

    /// Copies rows into a table in binary format, and returns their number: all of them, or none.
    ///
    /// `target` is the table with its columns as SQL text, `"intake.request (id, code)"`; the closure appends one value
    /// for each column.
    ///
    /// Throws: `PostgresError`, or what the closure throws.
    @discardableResult
    public func copyIn<Rows: Sequence>(
        _ target: String, rows: Rows, _ encode: (Rows.Element, inout CopyRow) throws -> Void
    ) async throws -> Int {
        try await withCopyIn("COPY \(target) FROM STDIN WITH (FORMAT binary)") { id in
            var buffer = CopyRow()
            buffer.append(raw: CopyRow.header)
            for row in rows {
                buffer.begin()
                try encode(row, &buffer)
                buffer.end()
                if buffer.bytes.count >= Self.chunkSize { try await session.put(buffer.takeBytes(), into: id) }
            }
            buffer.append(raw: CopyRow.trailer)
            try await session.put(buffer.takeBytes(), into: id)
        }
    }

    /// Copies rows into a table as they come; the server's pace holds the sequence back.
    ///
    /// Throws: `PostgresError`, or what the sequence or the closure throws.
    @discardableResult
    public func copyIn<Rows: AsyncSequence>(
        _ target: String, rows: Rows, _ encode: (Rows.Element, inout CopyRow) throws -> Void
    ) async throws -> Int {
        try await withCopyIn("COPY \(target) FROM STDIN WITH (FORMAT binary)") { id in
            var buffer = CopyRow()
            buffer.append(raw: CopyRow.header)
            for try await row in rows {
                buffer.begin()
                try encode(row, &buffer)
                buffer.end()
                if buffer.bytes.count >= Self.chunkSize { try await session.put(buffer.takeBytes(), into: id) }
            }
            buffer.append(raw: CopyRow.trailer)
            try await session.put(buffer.takeBytes(), into: id)
        }
    }

    /// Runs a COPY … FROM STDIN of any format with bytes that are ready for it, such as a CSV file's.
    ///
    /// Throws: `PostgresError`, or what the sequence throws.
    @discardableResult
    public func copyIn<Chunks: AsyncSequence>(statement: String, chunks: Chunks) async throws -> Int
    where Chunks.Element == [UInt8] {
        try await withCopyIn(statement) { id in
            for try await chunk in chunks where !chunk.isEmpty {
                try await session.put(chunk, into: id)
            }
        }
    }

    /// Runs a COPY … TO STDOUT, gives its bytes to the closure in parts, and returns the number of rows.
    ///
    /// The closure's pace holds the server back. A part holds whole rows.
    ///
    /// Throws: `PostgresError`, or what the closure throws, after which the COPY is cancelled.
    @discardableResult
    public func copyOut(_ statement: String, _ body: ([UInt8]) async throws -> Void) async throws -> Int {
        let id = session.makeOperationIdentifier()
        _ = try await session.perform(.copyOut(statement), lease: lease, id: id)
        return try await withTaskCancellationHandler {
            do {
                while true {
                    switch try await session.nextChunk(of: id) {
                    case .chunk(let bytes): try await body(bytes)
                    case .copied(let count): return count
                    case .rows, .ready: throw PostgresError(code: .misuse, message: "not a COPY")
                    }
                }
            } catch {
                await session.abandonCopyOut(id)
                throw error
            }
        } onCancel: {
            session.cancelFromAnywhere(id)
        }
    }

    private func withCopyIn(_ statement: String, _ feed: (UInt64) async throws -> Void) async throws -> Int {
        let id = session.makeOperationIdentifier()
        _ = try await session.perform(.copyIn(statement), lease: lease, id: id)
        return try await withTaskCancellationHandler {
            do {
                try await feed(id)
            } catch {
                await discard(id)
                throw error
            }
            guard case .copied(let count) = try await session.endCopyIn(id, failure: nil) else {
                throw PostgresError(code: .misuse, message: "not a COPY")
            }
            return count
        } onCancel: {
            session.cancelFromAnywhere(id)
        }
    }

    /// Makes the server forget the rows of a COPY that its feeder gave up.
    private func discard(_ id: UInt64) async {
        do {
            _ = try await session.endCopyIn(id, failure: "given up by the client")
        } catch {
            // This is the server's answer to giving up; the feeder's own error is the one that counts.
        }
    }
}
