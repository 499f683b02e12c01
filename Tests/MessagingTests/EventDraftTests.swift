import IntakeContract
import Kernel
import Messaging
import Testing
import Wire

@Suite("Events before they have a row")
struct EventDraftTests {
    @Test("a draft holds the message as it will be sent, and where and when it happened")
    func draft() throws {
        let message = RequestHandedOver(authority: "119")
        let request = Identifier<AggregateTag>(high: 1, low: 2)
        let draft = EventDraft(
            message, aggregate: request, aggregateVersion: 4, area: Sample.grid, occurredAt: Timestamp(microseconds: 5))
        #expect(draft.type == "intake.request.handed_over")
        #expect(draft.schemaVersion == RequestHandedOver.version)
        #expect(draft.aggregate == request)
        #expect(draft.aggregateVersion == 4)
        #expect(draft.area == Sample.grid)
        #expect(draft.occurredAt == Timestamp(microseconds: 5))
        #expect(try RequestHandedOver(decoding: draft.body) == message)
        #expect(draft.traceparent == nil && draft.correlation == nil && draft.causation == nil)
    }
}
