public import City
public import IntakeApplication
public import IntakeDomain
public import Kernel
public import PersonalData
import Synchronization

extension InMemoryIntakeStore {
    public func request(_ id: ServiceRequestID, scope: AccessScope) async throws -> RequestDetail? {
        state.withLock { tables in
            guard let record = tables.records[id], scope.area.contains(record.request.area) else { return nil }
            return RequestDetail(
                request: record.request, doubt: record.request.located ? nil : record.doubt, text: record.text,
                requester: record.requester, location: record.location)
        }
    }

    public func requests(_ filter: RequestFilter, scope: AccessScope) async throws -> [ServiceRequest] {
        newest(filter.limit, scope: scope) { record in
            let request = record.request
            let categories = filter.category.map { category in
                request.category.map { $0 == category || $0.text.hasPrefix(category.text + "/") } ?? false
            }
            return filter.before.map { request.id < $0 } ?? true
                && filter.state.map { request.state == $0 } ?? true
                && categories ?? true
                && filter.area.map { $0.contains(request.area) } ?? true
                && filter.leaderCase.map { request.isLeaderCase == $0 } ?? true
        }
    }

    public func requests(
        of phone: PhoneNumber, limit: Int, scope: AccessScope
    ) async throws -> [ServiceRequest] {
        newest(limit, scope: scope) { $0.requester.phone?.number == phone.number }
    }

    public func callbacksDue(_ page: CallbackPage, scope: AccessScope) async throws -> [ServiceRequest] {
        let due = newest(.max, scope: scope) { $0.request.state == .callbackDue && !$0.request.isLeaderCase }
            .sorted { ($0.since, $0.id) < ($1.since, $1.id) }
        let rest = page.after.map { after in due.filter { ($0.since, $0.id) > (after.since, after.id) } } ?? due
        return Array(rest.prefix(page.limit))
    }

    public func track(_ code: TrackingCode, lastFour: String, scope: AccessScope) async throws -> TrackedRequest? {
        state.withLock { tables in
            guard let record = tables.record(.tracked(code, lastFour: lastFour)).first,
                scope.area.contains(record.request.area)
            else { return nil }
            return TrackedRequest(request: record.request, steps: record.steps)
        }
    }

    public func areas(scope: AccessScope) async throws -> AreaTable {
        state.withLock { tables in
            AreaTable(areas: tables.areas.values.sorted { $0.code < $1.code }, mark: tables.areasMark)
        }
    }

    public func areasMark(scope: AccessScope) async throws -> AreaTable.Mark { state.withLock { $0.areasMark } }

    private func newest(
        _ limit: Int, scope: AccessScope, where matches: (IntakeTables.Record) -> Bool
    ) -> [ServiceRequest] {
        let found = state.withLock { Array($0.records.values) }
            .filter { scope.area.contains($0.request.area) && matches($0) }
        return Array(found.map(\.request).sorted { $0.id > $1.id }.prefix(limit))
    }
}
