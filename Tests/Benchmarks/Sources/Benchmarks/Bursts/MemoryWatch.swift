import Glibc
import Logging
import Reliability
import Synchronization

/// The services' resident memory over time, sampled twice a second.
final class MemoryWatch: Sendable {
    /// Units: megabytes.
    struct Track: Sendable {
        var first: Double
        var most: Double
        var last: Double
    }

    private let processes: [(name: String, id: pid_t)]
    private let tracks = Mutex<[String: Track]>([:])
    private let logger: Logger

    init(_ suite: Suite, _ names: [String] = Suite.names) throws {
        processes = try names.map { ($0, try suite.processID(of: $0)) }
        logger = suite.ground.logger
    }

    /// Samples while the body runs; returns what it returned, and the tracks by service.
    func watching<Result: Sendable>(_ body: () async throws -> Result) async throws -> (Result, [String: Track]) {
        sample()
        let result = try await withThrowingTaskGroup(of: Void.self) { group in
            let sampling = Periodically("memory sampling", every: .milliseconds(500), logger: logger) {
                self.sample()
                return .later
            }
            group.addTask { try await sampling.run() }
            defer { group.cancelAll() }
            return try await body()
        }
        sample()
        return (result, tracks.withLock { $0 })
    }

    private func sample() {
        for process in processes {
            guard let now = ProcessFigures(process.id)?.resident else { continue }
            tracks.withLock { tracks in
                var track = tracks[process.name] ?? Track(first: now, most: now, last: now)
                track.most = max(track.most, now)
                track.last = now
                tracks[process.name] = track
            }
        }
    }

    /// A figure of the most and one of the end for each service.
    static func figures(_ what: String, _ tracks: [String: Track], target: Double = 120) -> [Figure] {
        Suite.names.compactMap { name in tracks[name].map { (name, $0) } }.flatMap { name, track in
            [
                Figure(
                    "\(what), \(name), most resident", unit: "MB", better: .less, target: target, ours: [track.most]),
                Figure(
                    "\(what), \(name), resident after minus before", unit: "MB", better: .less,
                    ours: [track.last - track.first]),
            ]
        }
    }
}
