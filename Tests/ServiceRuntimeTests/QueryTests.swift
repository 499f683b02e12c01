import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Testing
import Wire

@testable import ServiceRuntime

@Suite("What a query string may say")
struct QueryTests {
    private let service = SampleService()

    private func get(_ query: String) async throws -> TestResponse {
        let headers: HTTPFields = [.authorization: "Bearer \(try service.tokens.token())"]
        return try await service.api().application(HTTPSettings()).test(.router) { client in
            try await client.execute(uri: "/v1/things\(query)", method: .get, headers: headers)
        }
    }

    @Test(
        "a parameter that is unknown, repeated or not of its kind is refused by name",
        arguments: [
            ("?isAdmin=true", "isAdmin"), ("?Status=open", "Status"), ("?status=open&status=closed", "status"),
            ("?status=open&status=open", "status"), ("?status=nope", "status"), ("?status=", "status"),
            ("?limit=0", "limit"), ("?limit=-1", "limit"), ("?limit=201", "limit"), ("?limit=1000000000", "limit"),
            ("?limit=99999999999999999999", "limit"), ("?limit=1e2", "limit"), ("?limit=", "limit"),
            ("?limit=%2B5%20", "limit"),
            ("?sort=name;drop%20table", "sort"), ("?sort=size", "sort"), ("?sort=--name", "sort"),
            ("?sort=name,made_at", "sort"),
            ("?cursor=!!!", "cursor"), ("?cursor=", "cursor"), ("?cursor=AAAA", "cursor"), ("?owner=1", "owner"),
            ("?area=3304%25", "area"), ("?area=33", "area"), ("?late=yes", "late"), ("?late=1", "late"),
            ("?tag=12345678901", "tag"),
            ("?status=%FF", "status"), ("?&", ""), ("?=x", ""),
        ])
    func refused(query: String, parameter: String) async throws {
        let response = try await get(query)
        #expect(response.status == .badRequest)
        let problem = try ReadProblem(response.body.readableBytesView)
        #expect(try problem.slug == "invalid-query")
        #expect(try problem.object.string("parameter") == parameter)
    }

    @Test(
        "a date or a moment that does not exist, or has no zone, is refused",
        arguments: [
            "?from=2026-02-30T00:00:00Z", "?from=2026-11-21T01:02:03", "?to=9999-01-01T00:00:00Z", "?day=2026-02-30",
            "?day=2026-2-3", "?day=9999-01-01", "?day=0000-01-01", "?from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z",
            "?tag=%00",
        ])
    func dates(query: String) async throws {
        let response = try await get(query)
        #expect(response.status == .unprocessableContent)
        #expect(try ReadProblem(response.body.readableBytesView).slug == "invalid-field")
    }

    @Test("what is not given has its default")
    func defaults() async throws {
        for query in ["", "?"] {
            let object = try WireObject(parsing: Array(try await get(query).body.readableBytesView))
            #expect(try object.integer("limit") == 50)
            #expect(try object.optionalString("sort") == nil)
        }
    }

    @Test("what is given arrives, decoded")
    func values() async throws {
        let response = try await get(
            "?limit=200&sort=-made_at&tag=a+b&tag=%E6%A1%A5&status=open&late=true&day=2026-02-28"
                + "&from=2026-11-21T00:00:00%2B08:00&to=2026-11-21T00:00:00Z&area=330402")
        #expect(response.status == .ok)
        let object = try WireObject(parsing: Array(response.body.readableBytesView))
        #expect(try object.integer("limit") == 200)
        #expect(try object.string("sort") == "-made_at")
        #expect(try object.strings("tags") == ["a b", "桥"])
    }

    private func page(_ query: String) async throws -> (numbers: [Int], next: String?) {
        let response = try await get(query)
        #expect(response.status == .ok, "\(query)")
        let object = try WireObject(parsing: Array(response.body.readableBytesView))
        return (try object.strings("items").compactMap { Int($0) }, try object.optionalString("next_cursor"))
    }

    @Test("each row stands on one page, and a page with exactly as many rows left as fit has no next one")
    func pages() async throws {
        for limit in 1...SampleService.things + 1 {
            var numbers: [Int] = []
            var pages = 0
            var cursor: String?
            repeat {
                let found = try await page("?limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? ""))
                #expect(!found.numbers.isEmpty)
                numbers += found.numbers
                pages += 1
                cursor = found.next
            } while cursor != nil
            #expect(numbers == Array(1...SampleService.things))
            #expect(pages == (SampleService.things + limit - 1) / limit)
        }
    }

    @Test("a cursor goes on with its own query only, whatever the order of the parameters and the length of the page")
    func boundCursors() async throws {
        let next = try #require(try await page("?limit=2&status=open&late=true").next)
        #expect(try await page("?late=true&cursor=\(next)&status=open&limit=3").numbers == [3, 4, 5])
        for other in ["", "&status=closed&late=true", "&status=open", "&status=open&late=true&tag=a"] {
            let response = try await get("?limit=2&cursor=\(next)" + other)
            #expect(response.status == .badRequest)
            #expect(try ReadProblem(response.body.readableBytesView).object.string("parameter") == "cursor")
        }
        #expect(try await get("?cursor=\(PageCursor(after: ["2"]))").status == .badRequest)
    }

    @Test("a cursor survives its text, and one of another list is refused")
    func cursors() throws {
        let moment = Timestamp(microseconds: 1_700_000_000_123_456)
        let identifier = Identifier<SampleService.ThingTag>(high: 1, low: 2)
        let cursor = try #require(PageCursor(PageCursor(after: moment, identifier).description))
        let (readMoment, readIdentifier) = try cursor.momentAndIdentifier(of: SampleService.ThingTag.self)
        #expect(readMoment == moment)
        #expect(readIdentifier == identifier)
        #expect(throws: Problem.self) {
            _ = try PageCursor(after: ["a"]).momentAndIdentifier(of: SampleService.ThingTag.self)
        }
    }

    @Test("Base64 for URLs reads what it writes, and nothing else")
    func base64() {
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            #expect(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes)
        }
        #expect(Base64URL.encode(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw")
        for text in ["A", "AB=", "AB==", "A+", "A/", "AAA A", "AB", "AAB"] {
            #expect(Base64URL.decode(text.utf8) == nil, "\(text)")
        }
    }
}
