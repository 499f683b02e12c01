import Kernel
import Messaging
import Testing
import Wire

@Suite("Deliveries and their entries")
struct InboxEntryTests {
    @Test("the entry of an event holds its place in the aggregate's life and what a retry needs")
    func event() {
        let delivery = Sample.delivery(properties: Sample.full.properties, body: "{\"a\":1}")
        let entry = InboxEntry(delivery, envelope: Sample.full)
        #expect(entry.messageID == Sample.message)
        #expect(entry.position == InboxEntry.Position(aggregate: Sample.aggregate, version: 7))
        #expect(entry.bodyHash == FNV1a.hash64("{\"a\":1}".utf8))
        #expect(!entry.isRetry)
        #expect(entry.properties == Sample.full.properties)
        #expect(entry.routingKey == delivery.routingKey)
        #expect(entry.body == delivery.body)
    }

    @Test("the entry of a command has no place in an aggregate's life")
    func command() {
        let entry = InboxEntry(Sample.delivery(), messageID: Sample.message)
        #expect(entry.messageID == Sample.message)
        #expect(entry.position == nil)
    }

    @Test("another body has another hash")
    func hashes() {
        let left = InboxEntry(Sample.delivery(body: "{\"a\":1}"), messageID: Sample.message)
        let right = InboxEntry(Sample.delivery(body: "{\"a\":2}"), messageID: Sample.message)
        #expect(left.bodyHash != right.bodyHash)
    }

    @Test("what is read from a waiting row is known as a retry")
    func retries() {
        let delivery = Delivery.retry(properties: Sample.full.properties, routingKey: "k", body: [1, 2])
        #expect(delivery.isRetry)
        #expect(delivery.redelivered)
        #expect(delivery.exchange == "")
        #expect(delivery.routingKey == "k")
        #expect(delivery.properties == Sample.full.properties)
        #expect(delivery.body == [1, 2])
        #expect(InboxEntry(delivery, envelope: Sample.full).isRetry)
        #expect(!Sample.delivery().isRetry)
    }

    @Test(
        "the delivery count is what a quorum queue says, and nothing where it says nothing",
        arguments: [
            ([:], 0), (["x-delivery-count": .integer(3)], 3), (["x-delivery-count": .string("3")], 0),
        ] as [(Headers, Int)])
    func counts(headers: Headers, count: Int) {
        #expect(Sample.delivery(headers: headers).deliveryCount == count)
    }

    @Test("a later channel's tag comes after every tag of an earlier one")
    func tags() {
        let tags = [
            DeliveryTag(epoch: 2, number: 1), DeliveryTag(epoch: 1, number: 9), DeliveryTag(epoch: 1, number: 2),
        ]
        #expect(tags.sorted() == [tags[2], tags[1], tags[0]])
    }

    @Test("only a confirmed message needs no further sending")
    func outcomes() {
        #expect(PublishOutcome.confirmed.isConfirmed)
        for outcome in [.rejected, .returned(code: 312, reason: ""), .refused(reason: ""), .unknown] as [PublishOutcome]
        {
            #expect(!outcome.isConfirmed)
        }
    }
}
