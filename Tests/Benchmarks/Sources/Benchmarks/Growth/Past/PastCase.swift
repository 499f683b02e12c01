import City
import Kernel

/// A case that was closed some time in the past year: the same seed and index give the same case in every schema.
struct PastCase: Sendable {
    /// What happened to an aggregate, and how many minutes after the registration.
    typealias PastEvent = (type: String, action: String, minutes: Int64)

    /// The events of a request from its registration to its rating.
    static let requestEvents: [PastEvent] = [
        ("intake.request.registered", "register", 0), ("intake.request.accepted", "register", 0),
        ("intake.request.callback_due", "order_verified", 120), ("intake.request.called_back", "callback", 150),
        ("intake.request.closed", "callback", 150), ("intake.request.rated", "rate", 200),
    ]
    /// The events of a work order from its issue to its verification.
    static let orderEvents: [PastEvent] = [
        ("dispatch.workorder.issued", "issue", 0), ("dispatch.workorder.offered", "issue", 0),
        ("dispatch.workorder.accepted", "accept", 2), ("dispatch.workorder.arrived", "arrive", 15),
        ("dispatch.workorder.submitted", "submit", 100), ("dispatch.workorder.verified", "verify", 120),
    ]
    static let requestVersions = Int64(requestEvents.count)
    static let orderVersions = Int64(orderEvents.count)

    let index: Int
    let id: ServiceRequestID
    /// Follows from the request as in Dispatch, so that its position in the indexes is as random as there.
    let workOrder: WorkOrderID
    let registeredAt: Timestamp
    let area: AreaCode
    let category: String
    /// Who took it on, and the two others to whom it was offered.
    let members: [MemberID]
    /// Nil where it was not rated.
    ///
    /// Range: 3…5.
    let stars: Int32?
    /// Units: quarter hours.
    ///
    /// Range: 2…11.
    let quarterHours: Int32
    /// The worst light: 0 green, 1 yellow, 2 red.
    let light: Int32
    private let noise: SplitMix64

    init(_ index: Int, at moment: Timestamp, seed: UInt64, city: CityFixture) {
        // Mixed once: the sequences of neighboring seeds must not be each other's continuation.
        var mixed = SplitMix64(seed: seed &+ UInt64(index))
        var random = SplitMix64(seed: mixed.next())
        func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        self.index = index
        registeredAt = moment
        id = .v7(at: moment, random: (random.next(), random.next()))
        workOrder = .derived(from: "round:1", in: id)
        area = city.grids[below(city.grids.count)]
        category = city.categories[below(city.categories.count)]
        let first = below(city.members.count)
        members = (0..<3).map { city.members[(first + $0 * 7) % city.members.count].id }
        stars = below(10) < 6 ? Int32(3 + below(3)) : nil
        quarterHours = Int32(2 + below(10))
        let luck = below(100)
        light = luck < 2 ? 2 : luck < 7 ? 1 : 0
        noise = random
    }

    /// Minutes after the registration.
    func after(_ minutes: Int64) -> Timestamp { registeredAt + .seconds(minutes * 60) }

    var endedAt: Timestamp { after(150) }

    /// Bytes like those of a sealed value or of a keyed digest: without any pattern.
    ///
    /// - Parameter salt: another number gives other bytes.
    func bytes(_ count: Int, _ salt: UInt64) -> [UInt8] {
        var source = noise
        source = SplitMix64(seed: source.next() ^ salt)
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            withUnsafeBytes(of: source.next()) { word in
                for byte in word where filled < count {
                    bytes[filled] = byte
                    filled += 1
                }
            }
        }
        return bytes
    }

    /// As Intake numbers requests; the sequence lies above any that a run draws.
    ///
    /// Source: ISO 7064, MOD 11,10, for the check digit.
    var number: String {
        let date = String(registeredAt.civil(offsetSeconds: CityTime.offsetSeconds).description.filter { $0 != "-" })
        let digits = "\(date)\(9_000_000 + index)"
        var product = 10
        for digit in digits.utf8 {
            var sum = (Int(digit) - 0x30 + product) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
        }
        return "\(date)-\(9_000_000 + index)-\((11 - product) % 10)"
    }
}
