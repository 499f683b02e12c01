public import City
public import IntakeApplication
public import IntakeDomain
public import Kernel
public import PersonalData
import Postgres
public import Reliability

/// Reads of the requests in PostgreSQL.
public struct PostgresRequestQueries: RequestQueries {
    private let work: UnitOfWork
    private let encryptor: FieldEncryptor

    /// Makes the queries.
    public init(work: UnitOfWork, encryptor: FieldEncryptor) {
        self.work = work
        self.encryptor = encryptor
    }

    public func request(_ id: ServiceRequestID, scope: AccessScope) async throws -> RequestDetail? {
        let rows = try await read(scope, RequestReadStatements.detail(of: id))
        guard let row = rows.first else { return nil }
        let first = RequestRow.columnCount
        let sealed = FieldEncryptor.SealedText(
            title: try row.decode(at: first + 4), body: try row.decode(at: first + 5),
            location: try row.decode(at: first + 6))
        let (text, location) = try encryptor.open(sealed, row: id)
        return RequestDetail(
            request: try RequestRow.decode(row),
            doubt: try row.decode(String?.self, at: first).flatMap { Placement.Doubt(rawValue: $0) }, text: text,
            requester: try encryptor.open(FieldEncryptor.SealedRequester(row, at: first + 1), row: id),
            location: location)
    }

    public func requests(_ filter: RequestFilter, scope: AccessScope) async throws -> [ServiceRequest] {
        try await read(scope, RequestReadStatements.list(filter, scope: scope), planned: .byValues).map(
            RequestRow.decode)
    }

    public func requests(of phone: PhoneNumber, limit: Int, scope: AccessScope) async throws -> [ServiceRequest] {
        try await read(scope, RequestReadStatements.latest(ofPhone: encryptor.indexes(of: phone), limit: limit)).map(
            RequestRow.decode)
    }

    public func callbacksDue(_ page: CallbackPage, scope: AccessScope) async throws -> [ServiceRequest] {
        try await read(scope, RequestReadStatements.callbacksDue(page)).map(RequestRow.decode)
    }

    public func track(_ code: TrackingCode, lastFour: String, scope: AccessScope) async throws -> TrackedRequest? {
        let (hashes, indexes) = (encryptor.indexes(of: code), encryptor.indexes(ofLastFour: lastFour))
        return try await work.read(scope.settings) { transaction in
            let found = try await transaction.query(RequestReadStatements.tracked(by: hashes, lastFour: indexes))
            guard let row = found.first else { return nil }
            let request = try RequestRow.decode(row)
            let steps = try await transaction.pipeline([
                JournalStatements.open(request.id), RequestReadStatements.steps(of: request.id),
            ])[1]
            return TrackedRequest(
                request: request,
                steps: try steps.map { TrackedRequest.Step(event: try $0.decode(at: 0), at: try $0.decode(at: 1)) })
        }
    }

    public func areas(scope: AccessScope) async throws -> AreaTable {
        try await work.read(scope.settings) { transaction in
            let mark = try Self.mark(try await transaction.query(AreaStatements.mark))
            return AreaTable(
                areas: try await transaction.query(AreaStatements.all).map(AreaStatements.decode), mark: mark)
        }
    }

    public func areasMark(scope: AccessScope) async throws -> AreaTable.Mark {
        try Self.mark(try await read(scope, AreaStatements.mark))
    }

    private func read(
        _ scope: AccessScope, _ sql: SQL, planned reading: ServiceSession.Reading = .byKeys
    ) async throws -> Rows {
        try await work.read(scope.settings, planned: reading) {
            try await $0.query(sql)
        }
    }

    private static func mark(_ rows: Rows) throws -> AreaTable.Mark {
        AreaTable.Mark(digest: try StoredRowFault.require(rows.first, column: "areas.changed_at").decode(at: 0))
    }
}

extension FieldEncryptor.SealedRequester {
    /// Name, phone and address, in three columns from this one on.
    init(_ row: Row, at first: Int) throws {
        self.init(
            name: try row.decode(at: first), phone: try row.decode(at: first + 1),
            address: try row.decode(at: first + 2))
    }
}
