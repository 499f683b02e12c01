import IntakeApplication
import IntakeDomain
import Kernel
import Messaging
import Postgres

/// Follows what happens to requests in one transaction: their states, the rows of their logs, and what others are told.
struct Story {
    private let language: PublishedLanguage
    private(set) var log: [LogEntry] = []
    private(set) var drafts: [EventDraft] = []
    /// The states after it, in the order of their first change.
    private(set) var changed: [ServiceRequestID: ServiceRequest] = [:]
    /// What leads to the events that are told next; nil for what the current call does.
    var cause: Causation?
    private var areasBefore: [ServiceRequestID: AreaCode] = [:]

    init(language: PublishedLanguage) {
        self.language = language
    }

    /// Begins a request's life and goes on with what follows at once.
    mutating func begin(
        _ id: ServiceRequestID, _ events: [RequestEvent], by actor: ActorID?, at now: Timestamp
    ) -> ServiceRequest {
        var request = ServiceRequest(id: id, events: Array(events.prefix(1)), at: now)
        for event in events.prefix(1) { tell(event, of: request, by: actor, at: now) }
        for event in events.dropFirst() {
            request.apply(event, at: now)
            tell(event, of: request, by: actor, at: now)
        }
        return request
    }

    /// Goes on with a request's life.
    mutating func go(
        on request: ServiceRequest, _ events: [RequestEvent], by actor: ActorID?, at now: Timestamp
    ) -> ServiceRequest {
        guard !events.isEmpty else { return request }
        var request = request
        areasBefore[request.id] = areasBefore[request.id] ?? request.area
        for event in events {
            request.apply(event, at: now)
            tell(event, of: request, by: actor, at: now)
        }
        changed[request.id] = request
        return request
    }

    /// The rows to write for requests that went on; nothing if none did.
    var statements: [SQL] {
        guard !changed.isEmpty else { return [] }
        let requests = changed.values.sorted { $0.id < $1.id }
        let moves = requests.filter { areasBefore[$0.id] != $0.area }.flatMap {
            RequestStatements.move($0.id, to: $0.area)
        }
        return [RequestStatements.update(requests), RequestStatements.log(log)] + moves
    }

    private mutating func tell(
        _ event: RequestEvent, of request: ServiceRequest, by actor: ActorID?, at now: Timestamp
    ) {
        log.append(
            LogEntry(
                request: request.id, version: request.version, event: event.code, actor: actor, reason: event.reason,
                at: now))
        drafts.append(language.draft(event, of: request, at: now).caused(by: cause))
    }
}
