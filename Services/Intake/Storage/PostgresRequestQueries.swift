public import IntakeApplication
public import IntakeDomain
public import Kernel
public import PersonalData
import Postgres
public import Reliability

/// Reads of the requests in PostgreSQL.
public struct PostgresRequestQueries: RequestQueries {
    private let work: UnitOfWork
    private let seals: FieldSeals
    private let city: Scope
    private let policies: ContactPolicies

    /// Makes the queries.
    public init(work: UnitOfWork, seals: FieldSeals, city: AreaCode, policies: ContactPolicies = ContactPolicies()) {
        self.work = work
        self.seals = seals
        self.city = Scope(area: city)
        self.policies = policies
    }

    public func request(_ id: ServiceRequestID, for acting: Acting) async throws -> RequestDetail? {
        let rows = try await read(acting, RequestQuestions.detail(of: id))
        guard let row = rows.first else { return nil }
        let first = RequestRow.columnCount
        let sealed = FieldSeals.SealedText(
            title: try row.decode(at: first + 4), body: try row.decode(at: first + 5),
            place: try row.decode(at: first + 6))
        let (text, place) = try seals.open(sealed, row: id)
        return RequestDetail(
            request: try RequestRow.decode(row),
            doubt: try row.decode(String?.self, at: first).flatMap { Placement.Doubt(rawValue: $0) }, text: text,
            requester: try seals.open(Self.requester(row, at: first + 1), row: id), place: place)
    }

    public func requests(_ filter: RequestFilter, for acting: Acting) async throws -> [ServiceRequest] {
        try await read(acting, RequestQuestions.list(filter, for: acting), planned: .byValues).map(RequestRow.decode)
    }

    public func requests(of phone: PhoneNumber, limit: Int, for acting: Acting) async throws -> [ServiceRequest] {
        try await read(acting, RequestQuestions.latest(ofPhone: seals.indexes(of: phone), limit: limit)).map(
            RequestRow.decode)
    }

    public func callbacksDue(_ page: CallbackPage, for acting: Acting) async throws -> [ServiceRequest] {
        try await read(acting, RequestQuestions.callbacksDue(page)).map(RequestRow.decode)
    }

    public func track(_ code: TrackingCode, lastFour: String) async throws -> TrackedRequest? {
        let (hashes, indexes) = (seals.indexes(of: code), seals.indexes(ofLastFour: lastFour))
        return try await work.read(city) { transaction in
            let found = try await transaction.query(RequestQuestions.tracked(by: hashes, lastFour: indexes))
            guard let row = found.first else { return nil }
            let request = try RequestRow.decode(row)
            let steps = try await transaction.query(RequestQuestions.steps(of: request.id))
            return TrackedRequest(
                request: request,
                steps: try steps.map { TrackedRequest.Step(event: try $0.decode(at: 0), at: try $0.decode(at: 1)) })
        }
    }

    public func reveal(_ id: ServiceRequestID, to reader: ContactReader, at now: Timestamp) async throws -> Requester? {
        let (scope, question, actor, role, reason) =
            switch reader {
            case .member(let member):
                (
                    city, ContactStatements.granted(id, to: member), member.retagged(as: ActorTag.self), "member",
                    "accepted"
                )
            case .staff(let acting, let role, let reason):
                (
                    Scope(area: acting.area, actor: acting.actor), ContactStatements.contact(id),
                    acting.actor ?? ActorID(high: 0, low: 0), role, reason
                )
            }
        return try await work.perform(scope, load: [question]) { rows in
            guard let row = rows[0].first else { return Decision(result: nil) }
            if case .member = reader, !policies.isOpen(endedAt: try row.decode(at: 3), now: now) {
                return Decision(result: nil)
            }
            return Decision(
                statements: [ContactStatements.logReveal(of: id, to: actor, role: role, reason: reason, at: now)],
                result: try seals.open(Self.requester(row, at: 0), row: id))
        }
    }

    public func areas() async throws -> AreaTable {
        try await work.read(city) { transaction in
            let mark = try Self.mark(try await transaction.query(AreaStatements.mark))
            return AreaTable(
                areas: try await transaction.query(AreaStatements.all).map(AreaStatements.decode), mark: mark)
        }
    }

    public func areasMark() async throws -> AreaTable.Mark {
        try Self.mark(try await read(Acting(area: city.area), AreaStatements.mark))
    }

    /// Forgets answers that are too old to be replayed.
    ///
    /// Returns how many.
    public func pruneAnswers(olderThan age: Duration) async throws -> Int {
        try await read(Acting(area: city.area), RegistrationStatements.prune(olderThan: age, limit: 10_000)).affected
    }

    private func read(
        _ acting: Acting, _ sql: SQL, planned reading: ServiceSession.Reading = .byKeys
    ) async throws -> Rows {
        try await work.read(Scope(area: acting.area, actor: acting.actor), planned: reading) {
            try await $0.query(sql)
        }
    }

    private static func mark(_ rows: Rows) throws -> AreaTable.Mark {
        guard let row = rows.first else { throw IntakeFailure.notFound }
        return AreaTable.Mark(count: try row.decode(at: 0), changedAt: try row.decode(at: 1))
    }

    private static func requester(_ row: Row, at first: Int) throws -> FieldSeals.SealedRequester {
        FieldSeals.SealedRequester(
            name: try row.decode(at: first), phone: try row.decode(at: first + 1),
            address: try row.decode(at: first + 2))
    }
}
