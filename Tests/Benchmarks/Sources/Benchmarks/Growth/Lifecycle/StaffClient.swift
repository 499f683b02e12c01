import Kernel
import Wire

/// What all clients of a run share: addresses, tokens, the city and the events they wait for; and the bodies they send.
struct StaffClient: Sendable {
    let intake: UInt16
    let dispatch: UInt16
    let callTaker: String
    let verifier: String
    let dispatcher: String
    let tokens: MemberTokens
    let city: CityFixture
    let events = EventWaiter()

    init(_ suite: Suite, city: CityFixture) throws {
        intake = suite.port(of: "intake")
        dispatch = suite.port(of: "dispatch")
        callTaker = try suite.token("CALL_TAKER")
        verifier = try suite.token("VERIFIER")
        dispatcher = try suite.token("DISPATCHER")
        guard let area = city.grids.first?.ancestor(at: .city) else { throw BenchmarkFault("the city has no code") }
        tokens = try MemberTokens(suite.ground, area: area)
        self.city = city
    }

    /// A registration that needs no triage: the category is a call-taker's, the place a grid.
    func registration(_ phone: String, _ random: inout SplitMix64) -> [UInt8] {
        let grid = city.grids[Int(random.next() % UInt64(city.grids.count))]
        let category = city.categories[Int(random.next() % UInt64(city.categories.count))]
        let house = random.next() % 40
        return Self.object { request in
            request.field("channel", "phone")
            request.field("title", "垃圾没人清运")
            request.field("text", "垃圾桶满了三天没有清运，苍蝇很多，环境卫生太差，希望环卫尽快处理。盼回复。")
            request.object("requester") { requester in
                requester.field("name", "王小明")
                requester.field("phone", phone)
                requester.field("address", "\(1 + house)幢101室")
            }
            request.field("area", grid)
            request.field("category", category)
        }
    }

    static let result = object { body in
        body.field("result", "solved")
        body.field("quarter_hours", 4)
    }
    static let passed = object { $0.field("passed", true) }
    static let content = object { body in
        body.field("result", "satisfied")
        body.field("resolved", true)
    }

    static func proof(_ code: String, _ phone: String, stars: Int? = nil) -> [UInt8] {
        object { body in
            body.field("code", code)
            body.field("phone_last4", String(phone.suffix(4)))
            if let stars { body.field("stars", stars) }
        }
    }

    private static func object(_ body: (inout ObjectWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.object(body)
        return writer.bytes
    }
}
