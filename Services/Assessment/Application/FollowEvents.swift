import AssessmentContract
import AssessmentDomain
import City
public import Kernel
public import Messaging
import Wire

/// Applies the events of the other contexts, batch by batch, each message exactly once.
public struct FollowEvents: Sendable {
    private let store: any LedgerStore
    private let scope: AccessScope
    private let time: any TimeSource

    /// - Parameter city: everything that is posted lies in it.
    public init(store: any LedgerStore, city: AreaCode, time: any TimeSource) {
        self.store = store
        scope = AccessScope(area: city)
        self.time = time
    }

    /// - Returns: one outcome per message.
    public func callAsFunction(_ messages: [IncomingMessage]) async throws -> [Outcome] {
        let now = time.now()
        return try await store.receive(messages, scope: scope) { book, apply in
            var update = LedgerUpdate(book: book)
            for index in apply {
                switch messages[index].event {
                case .service(let event):
                    let written = update.book.take(event)
                    update.written += written
                    update.events += written.map {
                        AssessmentEvents.draft($0, now: now).caused(by: Causation(messages[index].entry))
                    }
                case .memberArea(let member, let area): update.memberAreas[member] = area
                case .calledBack(let note): update.callbacks.append(note)
                case .rated(let note): update.ratings.append(note)
                case nil: break
                }
            }
            return update
        }
    }
}

/// How postings are published.
enum AssessmentEvents {
    static func draft(_ written: LedgerBook.Written, now: Timestamp) -> EventDraft {
        let posting = written.posting
        let record = posting.record
        switch posting.kind {
        case .service:
            return draft(
                PointsPosted(
                    memberID: record.member, workOrderID: record.workOrder, requestID: record.request,
                    area: record.area, quarterHours: posting.credit.quarterHours,
                    points: Int(posting.credit.points.hundredths), stars: written.balance.stars),
                of: posting, now: now)
        case .reversal:
            return draft(
                PointsReversed(
                    memberID: record.member, workOrderID: record.workOrder,
                    quarterHours: posting.credit.quarterHours, points: Int(posting.credit.points.hundredths)),
                of: posting, now: now)
        }
    }

    /// All postings of one work order are one aggregate, in the order of their sequence.
    private static func draft(_ message: some Message, of posting: Posting, now: Timestamp) -> EventDraft {
        EventDraft(
            message, aggregate: Identifier<PostingTag>.derived(from: "postings", in: posting.record.workOrder),
            aggregateVersion: Int64(posting.sequence), area: posting.record.area, occurredAt: now,
            correlation: posting.record.request.retagged())
    }
}
