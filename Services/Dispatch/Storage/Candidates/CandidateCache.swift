import DispatchDomain
import Kernel
import Postgres
import Synchronization

/// The candidates and grid centres of the installation in memory, brought up to date with each transaction.
///
/// A copy remembers the lower end of its last snapshot (`xmin`). What a later transaction must take over is what was
/// written by transactions from there on: those that were under way at the last refresh are among them, so nothing is ever
/// missed, and the larger revision wins where a row comes twice. In the usual case no row comes at all.
public final class CandidateCache: Sendable {
    private struct State {
        var pool = CandidatePool()
        /// The lower end of the last snapshot that was taken over.
        ///
        /// Units: transaction ids, which fit 63 bits.
        var horizon: Int64 = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// How many candidates the copy has.
    public var count: Int { state.withLock { $0.pool.count } }

    /// The statements of a refresh; they stand at the beginning of a transaction's load.
    func refresh() -> [SQL] {
        let horizon = state.withLock { $0.horizon }
        return [
            // An earlier statement's snapshot is never later than that of the next ones: too low loses nothing.
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
            // Index: candidates_changed.
            """
            SELECT \(unescaped: CandidateStatements.columns) FROM candidates
            WHERE changed >= \(horizon)::text::xid8
            """,
            // Index: areas_changed.
            "SELECT area, latitude, longitude FROM areas WHERE changed >= \(horizon)::text::xid8",
        ]
    }

    static let statementCount = 3

    /// Takes a refresh's rows over and lends the candidates for a decision.
    func take<Result>(_ refreshed: some Collection<Rows>, _ body: (inout CandidatePool) throws -> Result) throws
        -> Result
    {
        let rows = Array(refreshed)
        let horizon = try rows[0].only(Int64.self)
        let candidates = try rows[1].map(CandidateStatements.candidate)
        let centres = try rows[2].compactMap { row -> (AreaCode, GeoPoint)? in
            let (area, latitude, longitude) = try row.decode(AreaCode.self, Double.self, Double.self)
            return GeoPoint(latitude: latitude, longitude: longitude).map { (area, $0) }
        }
        return try state.withLock { state throws -> Result in
            for candidate in candidates { state.pool.absorb(candidate) }
            for (area, centre) in centres { state.pool.centres.set(centre, of: area) }
            state.horizon = max(state.horizon, horizon)
            return try body(&state.pool)
        }
    }
}
