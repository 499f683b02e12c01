import Kernel
import Logging
import Synchronization

/// Where the verifier gets the current keys.
protocol KeyProvider: Sendable {
    /// The keys as they are now. `missing` names a key that a token asked for and the last set lacked.
    ///
    /// Throws: if there are none and none can be had.
    func current(missing: String?) async throws -> KeySet
}

/// Keys in a file, read again when the file changes.
final class KeyFile: KeyProvider {
    private struct State {
        var keys: KeySet
        var bytes: [UInt8]
        var lookedAt: ContinuousClock.Instant
    }

    private let file: TextFile
    private let interval: Duration
    private let logger: Logger
    private let state: Mutex<State>

    /// Reads the file for the first time.
    ///
    /// Throws: `ConfigurationError` if it holds no usable set.
    init(path: String, interval: Duration = .seconds(1), logger: Logger) async throws {
        file = TextFile(path: path)
        self.interval = interval
        self.logger = logger
        do {
            guard let bytes = file.contents() else { throw KeySetError(reason: "can't be read") }
            state = Mutex(State(keys: try await KeySet(parsing: bytes), bytes: bytes, lookedAt: .now))
        } catch let error as KeySetError {
            throw ConfigurationError(variable: "MINQING_JWKS_FILE", reason: error.description)
        }
    }

    /// The keys; a file that has become unusable leaves the last good ones in force.
    func current(missing: String?) async throws -> KeySet {
        let (keys, isDue, known) = state.withLock { state in
            let isDue = state.lookedAt.duration(to: .now) >= interval
            if isDue { state.lookedAt = .now }
            return (state.keys, isDue, state.bytes)
        }
        // Comparing the bytes sees a change that falls within one tick of the file's time; they are a few hundred.
        guard isDue, let bytes = file.contents(), bytes != known else { return keys }
        do {
            let new = try await KeySet(parsing: bytes)
            state.withLock { state in
                state.keys = new
                state.bytes = bytes
            }
            logger.info("key set read again")
            return new
        } catch {
            state.withLock { $0.bytes = bytes }
            logger.error("key set left as it was", metadata: [LogKeys.error: .string(ErrorText.loggable(error))])
            return keys
        }
    }
}
