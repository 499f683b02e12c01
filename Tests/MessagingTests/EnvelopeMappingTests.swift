import Kernel
import Messaging
import Testing
import Wire

@Suite("Envelopes on the wire")
struct EnvelopeMappingTests {
    @Test("an envelope is read as it was sent", arguments: [Sample.full, Sample.envelope()])
    func roundTrip(envelope: Envelope) throws {
        #expect(try Envelope(envelope.properties) == envelope)
    }

    @Test("every attribute of CloudEvents has its place")
    func attributes() {
        let properties = Sample.full.properties
        #expect(
            properties
                == MessageProperties(
                    messageID: "01936e6a-7b00-7000-8000-000000000001", type: "intake.request.registered",
                    contentType: "application/json", correlationID: "01936e6a-7b00-7000-8000-000000000003",
                    appID: "intake", timestamp: 1_795_222_923, persistent: true,
                    headers: [
                        "cloudEvents:specversion": .string("1.0"),
                        "cloudEvents:source": .string("intake"),
                        "cloudEvents:time": .string("2026-11-21T01:02:03.000004Z"),
                        "cloudEvents:subject": .string("01936e6a-7b00-7000-8000-000000000002"),
                        "cloudEvents:schemaversion": .integer(1),
                        "cloudEvents:aggregateversion": .integer(7),
                        "cloudEvents:area": .string("330402007001005"),
                        "cloudEvents:partition": .integer(3),
                        "traceparent": .string(Sample.traceparent),
                        "causation": .string("01936e6a-7b00-7000-8000-000000000004"),
                    ]))
    }

    @Test("what is not set has no header")
    func absent() {
        let properties = Sample.envelope().properties
        #expect(properties.correlationID == nil)
        #expect(properties.headers["traceparent"] == nil)
        #expect(properties.headers["causation"] == nil)
    }

    @Test("a message without an identifier or a type is refused")
    func properties() {
        var properties = Sample.full.properties
        properties.type = nil
        #expect(throws: EnvelopeFault.missing("type")) { try Envelope(properties) }
        properties.messageID = "1"
        #expect(throws: EnvelopeFault.malformed("message_id")) { try Envelope(properties) }
        properties.messageID = nil
        #expect(throws: EnvelopeFault.missing("message_id")) { try Envelope(properties) }
    }

    @Test(
        "an attribute that is absent is missing",
        arguments: ["subject", "aggregateversion", "schemaversion", "area", "time", "partition"])
    func missing(name: String) {
        var properties = Sample.full.properties
        properties.headers["cloudEvents:\(name)"] = nil
        #expect(throws: EnvelopeFault.missing(name)) { try Envelope(properties) }
    }

    @Test(
        "an attribute that says something impossible is malformed",
        arguments: [
            ("subject", .string("1")), ("subject", .integer(1)), ("aggregateversion", .integer(0)),
            ("aggregateversion", .integer(-1)), ("aggregateversion", .string("7")), ("schemaversion", .integer(0)),
            ("schemaversion", .integer(1001)), ("schemaversion", .string("1")), ("area", .string("33040")),
            ("area", .integer(330_402)), ("time", .string("2026-02-30T00:00:00Z")),
            ("time", .string("2026-11-21T01:02:03")), ("time", .timestamp(1)), ("partition", .integer(-1)),
            ("partition", .integer(64)), ("partition", .null),
        ] as [(String, HeaderValue)])
    func malformed(name: String, value: HeaderValue) {
        var properties = Sample.full.properties
        properties.headers["cloudEvents:\(name)"] = value
        #expect(throws: EnvelopeFault.malformed(name)) { try Envelope(properties) }
    }

    @Test("a fault's reason names the attribute and nothing of the message")
    func reasons() {
        #expect(Refusal(EnvelopeFault.missing("area")).reason == "envelope: area is missing")
        #expect(Refusal(EnvelopeFault.malformed("time")).reason == "envelope: time is malformed")
    }

    @Test(
        "a malformed trace is dropped and the message taken",
        arguments: [
            "", "00", "garbage", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        ])
    func traces(text: String) throws {
        var properties = Sample.full.properties
        properties.headers["traceparent"] = .string(text)
        #expect(
            try Envelope(properties) == Sample.envelope(correlation: Sample.correlation, causation: Sample.causation))
    }

    @Test("a malformed correlation or causation is dropped and the message taken")
    func malformedCausation() throws {
        var properties = Sample.full.properties
        properties.correlationID = "not-an-identifier"
        properties.headers["causation"] = .integer(4)
        #expect(try Envelope(properties) == Sample.envelope(traceparent: Sample.traceparent))
        properties.headers["causation"] = .string("4")
        #expect(try Envelope(properties) == Sample.envelope(traceparent: Sample.traceparent))
    }

    @Test("the routing key names the district, whatever the level of the area")
    func routingKeys() {
        #expect(Sample.full.routingKey == "intake.request.registered.330402.p03")
        let district = Sample.envelope(partition: 12, area: Sample.area("330402"))
        #expect(district.routingKey == "intake.request.registered.330402.p12")
        #expect(Sample.envelope(area: Sample.area("3304")).routingKey == "intake.request.registered.3304.p03")
    }
}
