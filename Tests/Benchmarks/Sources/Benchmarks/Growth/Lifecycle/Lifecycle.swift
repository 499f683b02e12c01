import City
import DispatchContract
import Kernel
import Wire

/// One client's connections, and the ten commands of a lifecycle as people give them.
///
/// 1 `register` (call-taker), *heard*, 2 `offers` (the member's list), 3 `accept`, 4 `arrive`, 5 `submit` (member),
/// 6 `list` (five lists of staff and members in turn), 7 `verify` (verifier), *heard*, 8 `search` (the requester, with the
/// tracking code), 9 `close` (the callback), 10 `rate` (requester).
final class Lifecycle {
    static let commands = [
        "register", "offers", "accept", "arrive", "submit", "list", "verify", "search", "close", "rate",
    ]
    /// From the registration to the rating, what is heard included.
    static let whole = "lifecycle"
    /// From the registration's answer to the offer's arrival, and from the verification's to that of the callback.
    static let toOffer = "heard: offered"
    static let toCallback = "heard: callback due"

    private let staff: StaffClient
    private let intake: HTTPLink
    private let dispatch: HTTPLink
    private let timings: Timings
    /// Keeps the keys of one run apart from those of another.
    private let run: UInt64
    private var random: SplitMix64

    init(_ staff: StaffClient, timings: Timings, run: UInt64, client: Int) {
        self.staff = staff
        self.timings = timings
        self.run = run
        intake = HTTPLink(port: staff.intake)
        dispatch = HTTPLink(port: staff.dispatch)
        random = SplitMix64(seed: UInt64(client) ^ run)
    }

    /// Takes one request from its registration to its rating.
    ///
    /// Throws: a `BenchmarkFault` at the first answer that is no success.
    func live(_ number: Int) throws {
        let start = ContinuousClock.now
        let phone = "139\(10_000_000 + Int(random.next() % 89_999_999))"
        let registered = try WireObject(
            parsing: try call(
                "register", intake, "POST", "/v1/requests", staff.callTaker,
                staff.registration(phone, &random), key: "life-\(run)-\(number)"))
        let request: ServiceRequestID = try registered.identifier("id")
        let code = try registered.string("tracking_code")
        defer { staff.events.forget(request) }
        let (order, token) = try take(request)
        let path = "/v1/work-orders/\(order)"
        _ = try call("arrive", dispatch, "POST", "\(path)/arrive", token)
        _ = try call("submit", dispatch, "POST", "\(path)/submit", token, StaffClient.result)
        try list(number, member: token)
        _ = try call("verify", dispatch, "POST", "\(path)/verify", staff.verifier, StaffClient.passed)
        let verified = ContinuousClock.now
        guard case .callbackDue? = staff.events.wait(for: request, atMost: 20) else {
            throw BenchmarkFault("no callback became due within 20 s")
        }
        timings.record(Self.toCallback, ContinuousClock.now - verified)
        _ = try call("search", intake, "POST", "/v1/public/tracking", nil, StaffClient.proof(code, phone))
        _ = try call("close", intake, "POST", "/v1/requests/\(request)/callbacks", staff.callTaker, StaffClient.content)
        _ = try call("rate", intake, "POST", "/v1/public/ratings", nil, StaffClient.proof(code, phone, stars: 5))
        timings.record(Self.whole, ContinuousClock.now - start)
    }

    /// Waits for the offers; the first member whom the load of the others leaves free takes one.
    private func take(_ request: ServiceRequestID) throws -> (WorkOrderID, token: String) {
        let registered = ContinuousClock.now
        while case .offered(let order, let offers)? = staff.events.wait(for: request, atMost: 20) {
            timings.record(Self.toOffer, ContinuousClock.now - registered)
            for (index, offer) in offers.enumerated() {
                let token = try staff.tokens.token(of: offer.memberID)
                if index == 0 { _ = try call("offers", dispatch, "GET", "/v1/offers", token) }
                let start = ContinuousClock.now
                let answer = try dispatch.send("POST", "/v1/offers/\(offer.offerID)/accept", token: token)
                timings.record("accept", ContinuousClock.now - start)
                if answer.isSuccess { return (order, token) }
                guard answer.status == 409 else { throw BenchmarkFault("accept: \(answer.status) \(answer.text)") }
            }
        }
        throw BenchmarkFault("no offer came within 20 s")
    }

    private func list(_ number: Int, member: String) throws {
        switch number % 5 {
        case 0: _ = try call("list", dispatch, "GET", "/v1/work-orders?limit=50", staff.dispatcher)
        case 1: _ = try call("list", dispatch, "GET", "/v1/work-orders?state=submitted&limit=50", staff.verifier)
        case 2:
            let area = staff.city.grids[number % staff.city.grids.count].text.prefix(6)
            _ = try call("list", intake, "GET", "/v1/requests?area=\(area)&limit=50", staff.callTaker)
        case 3: _ = try call("list", intake, "GET", "/v1/callbacks?limit=50", staff.callTaker)
        default: _ = try call("list", dispatch, "GET", "/v1/assignments", member)
        }
    }

    private func call(
        _ name: String, _ link: HTTPLink, _ method: String, _ path: String, _ token: String?, _ body: [UInt8]? = nil,
        key: String? = nil
    ) throws -> [UInt8] {
        let start = ContinuousClock.now
        let answer = try link.send(method, path, token: token, body: body, key: key)
        timings.record(name, ContinuousClock.now - start)
        guard answer.isSuccess else { throw BenchmarkFault("\(name): \(answer.status) \(answer.text)") }
        return answer.body
    }
}
