import City
import DispatchApplication
import DispatchDomain
import DispatchInbound
import DispatchStorage
import HTTPTypes
import IntakeContract
import Kernel
import Messaging
import Postgres
import RegistryContract
import ServiceRuntime
import Testing
import Wire

@Suite("Bad messages")
struct BadMessageTests {
    static func acceptance(_ harness: DispatchHarness, _ request: UInt64 = 1, version: Int64 = 1) -> Delivery {
        harness.delivery(
            RequestAccepted(category: "民政", urgency: .general, area: grid, round: 1, registeredAt: wednesdayNine),
            of: requestID(request), version: version, area: grid)
    }

    static func altered(
        _ delivery: Delivery, body: [UInt8]? = nil, _ adjust: (inout MessageProperties) -> Void = { _ in }
    ) -> Delivery {
        var properties = delivery.properties
        adjust(&properties)
        return Delivery(
            tag: delivery.tag, exchange: delivery.exchange, routingKey: delivery.routingKey, properties: properties,
            body: body ?? delivery.body, redelivered: delivery.redelivered)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let word: String
        let make: @Sendable (Delivery) -> Delivery
        var testDescription: String { name }

        init(_ name: String, _ word: String, _ make: @escaping @Sendable (Delivery) -> Delivery) {
            self.name = name
            self.word = word
            self.make = make
        }
    }

    static func body(_ text: String) -> @Sendable (Delivery) -> Delivery {
        { altered($0, body: Array(text.utf8)) }
    }

    static let full = """
        {"category":"民政","urgency":"general","area":"330402001001001","round":1,\
        "registered_at":"2026-11-18T01:00:00Z"
        """

    static let refused: [Case] = [
        Case("A17 not JSON", "body: syntax", body("not json")),
        Case("A17 not UTF-8", "body: invalid_utf8") { altered($0, body: [0x7B, 0xFF, 0x7D]) },
        Case("A27 compressed bytes", "body: ") {
            altered($0, body: [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3]) { $0.contentType = "application/gzip" }
        },
        Case("A17 an array", "body: wrong_type", body("[]")),
        Case("A17 a field missing", "body: missing at category", body("{}")),
        Case(
            "A17 a wrong type", "body: wrong_type at round",
            body(#"{"category":"民政","urgency":"general","area":"330402","round":"1"}"#)),
        Case(
            "A17 an unknown urgency", "unknown_value at urgency",
            body(#"{"category":"民政","urgency":"soon","area":"330402","round":1}"#)),
        Case(
            "A17 round 0", "out_of_range at round",
            body(#"{"category":"民政","urgency":"general","area":"330402","round":0}"#)),
        Case(
            "A17 a NUL in text", "nul_character",
            body(#"{"category":"\u0000","urgency":"general","area":"330402","round":1}"#)),
        Case(
            "A17 an area of another city in the body", "out_of_range at area",
            body(
                #"{"category":"民政","urgency":"general","area":"110101","round":1,"registered_at":"2026-11-18T01:00:00Z"}"#
            )),
        Case("A18 an unknown type", "type") { altered($0) { $0.type = "intake.request.exploded" } },
        Case("A18 a type of another stream", "type") { altered($0) { $0.type = "registry.member.checked_in" } },
        Case("A18 a newer major version", "version: newer") {
            altered($0) { $0.headers["cloudEvents:schemaversion"] = .integer(2) }
        },
        Case("A20 no message id", "message_id is missing") { altered($0) { $0.messageID = nil } },
        Case("A20 a message id with U+0000", "message_id is malformed") { altered($0) { $0.messageID = "1\0" } },
        Case("A20 a message id that is none", "message_id is malformed") { altered($0) { $0.messageID = "1" } },
        Case("A24 no time", "time") { altered($0) { $0.headers["cloudEvents:time"] = nil } },
        Case("A28 another city", "area: not of this city") {
            altered($0) { $0.headers["cloudEvents:area"] = .string("110101") }
        },
    ]

    @Test(
        "what cannot be applied is refused with a reason that repeats nothing, and the good ones go on",
        arguments: refused)
    func refuse(_ example: Case) async throws {
        try await DispatchHarness.with { harness in
            let outcomes = try await harness.requests.handle([
                example.make(Self.acceptance(harness, 1)), Self.acceptance(harness, 2),
            ])
            guard case .refused(let refusal) = outcomes[0] else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(refusal.reason.contains(example.word))
            #expect(!refusal.reason.contains("exploded") && !refusal.reason.contains("110101"))
            #expect(outcomes[1] == .applied)
            #expect(try await harness.value("SELECT count(*) FROM dispatch.work_orders") == Int64(1))
        }
    }

    static let accepted: [Case] = [
        Case("A19 a newer minor with another field", "", body(full + #","mood":"sunny"}"#)),
        Case("A24 a broker timestamp of 1970", "") { altered($0) { $0.timestamp = 0 } },
        Case("A24 a broker timestamp far ahead", "") { altered($0) { $0.timestamp = 99_999_999_999 } },
        Case("A24 no broker timestamp", "") { altered($0) { $0.timestamp = nil } },
        Case("A25 a malformed trace", "") { altered($0) { $0.headers["traceparent"] = .string("00-zz") } },
        Case("A25 a malformed correlation", "") { altered($0) { $0.correlationID = "?" } },
    ]

    @Test("what does not matter is ignored", arguments: accepted)
    func ignore(_ example: Case) async throws {
        try await DispatchHarness.with { harness in
            let outcomes = try await harness.requests.handle([example.make(Self.acceptance(harness))])
            #expect(outcomes == [.applied])
        }
    }

    @Test("A21 the same message id with another body is refused")
    func otherBody() async throws {
        try await DispatchHarness.with { harness in
            let first = Self.acceptance(harness)
            #expect(try await harness.requests.handle([first]) == [.applied])
            let forged = Self.altered(first, body: Array((Self.full + #","x":1}"#).utf8))
            guard case .refused = try await harness.requests.handle([forged])[0] else {
                Issue.record("a forged body was taken")
                return
            }
        }
    }

    @Test("A22 a duplicate in the same batch and in the next has one effect")
    func duplicate() async throws {
        try await DispatchHarness.with { harness in
            let first = Self.acceptance(harness)
            let both = try await harness.requests.handle([first, first])
            #expect(both == [.applied, .duplicate])
            #expect(try await harness.requests.handle([first]) == [.duplicate])
            #expect(try await harness.value("SELECT count(*) FROM dispatch.work_orders") == Int64(1))
        }
    }

    @Test("A23 an event that comes early is held and changes nothing before its turn")
    func early() async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            let late = harness.delivery(
                RequestWithdrawn(), of: requestID(1), version: 2, area: grid)
            #expect(try await harness.requests.handle([late]) == [.held])
            #expect(try await harness.requests.handle([Self.acceptance(harness)]) == [.applied])
            #expect(try await harness.stored(harness.order(of: 1))?.state == .unassigned)
            #expect(
                try await harness.value("SELECT count(*) FROM dispatch.inbox_waiting WHERE due_at IS NOT NULL")
                    == Int64(1))
        }
    }

    @Test("a clock that runs ahead does not date a duty into the future")
    func skew() async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            try await harness.enrol(1...1)
            let ahead = Self.altered(
                harness.delivery(
                    DutyStarted(area: grid, until: wednesdayNine + minutes(600)), of: id(1, MemberTag.self),
                    version: 3, area: grid)
            ) { $0.headers["cloudEvents:time"] = .string("2027-01-01T00:00:00Z") }
            #expect(try await harness.members.handle([ahead]) == [.applied])
            #expect(try await harness.value("SELECT duty_started_at FROM dispatch.candidates") == wednesdayNine)
        }
    }

    @Test("a request registered in the future is taken as registered now")
    func future() async throws {
        try await DispatchHarness.with { (harness: DispatchHarness) async throws in
            let message = harness.delivery(
                RequestAccepted(
                    category: "民政", urgency: .general, area: grid, round: 1,
                    registeredAt: wednesdayNine + minutes(60_000)), of: requestID(1), version: 1,
                area: grid)
            #expect(try await harness.requests.handle([message]) == [.applied])
            #expect(try await harness.stored(harness.order(of: 1))?.terms.registeredAt == wednesdayNine)
        }
    }
}
