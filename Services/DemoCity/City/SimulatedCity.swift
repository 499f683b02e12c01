import Kernel
import SuiteControl

/// The demo's city: Jiaxing's real districts and streets, with communities, grids and users that are made up.
///
/// Official: the codes and names of the 7 districts and 72 streets and towns (`deploy/city`). Made up: communities,
/// grids, their rectangles, organisations and members. The same seed makes the same city.
struct SimulatedCity: Sendable {
    /// An area with its boundary; empty where it is the sum of its grids.
    struct Area: Sendable {
        let code: AreaCode
        let name: String
        let boundary: [GeoPoint]
    }

    struct Organisation: Sendable {
        let code: String
        let name: String
        let kind: String
        let area: AreaCode
    }

    struct Member: Sendable {
        let number: String
        let name: String
        let phone: String
        let home: AreaCode
        let organisation: String
        let skills: [String]
    }

    let city: AreaCode
    let areas: [Area]
    let grids: [Area]
    let organisations: [Organisation]
    let members: [Member]

    /// Communities per street, grids per community.
    ///
    /// Source: our choice for a demo.
    static let communitiesPerStreet = 2
    static let gridsPerCommunity = 3
    /// Degrees between the middles of two streets' rectangles.
    static let streetStep = 0.02

    /// Builds the city.
    ///
    /// - Parameters:
    ///   - skills: the codes of the catalogue's skills; each member has one to three of them.
    init(districts: [DistrictRow], streets: [StreetRow], skills: [String], memberCount: Int, seed: UInt64) throws {
        guard let city = AreaCode("3304") else { throw OperatorFault.demo("the city's code is not a code") }
        self.city = city
        var areas = [Area(code: city, name: "嘉兴市", boundary: [])]
        var grids: [Area] = []
        var organisations: [Organisation] = []
        for district in districts {
            areas.append(Area(code: district.code, name: district.name, boundary: []))
            organisations.append(
                Organisation(
                    code: "D\(district.code)", name: "\(district.name)社会工作部", kind: "district",
                    area: district.code))
            for (index, street) in streets.filter({ $0.district == district.code }).enumerated() {
                areas.append(Area(code: street.code, name: street.name, boundary: []))
                organisations.append(
                    Organisation(code: "S\(street.code)", name: street.name, kind: "street", area: street.code))
                let corner = (
                    district.latitude + Double(index / 4) * Self.streetStep,
                    district.longitude + Double(index % 4) * Self.streetStep
                )
                for community in 1...Self.communitiesPerStreet {
                    let laid = try Self.community(community, of: street, corner: corner)
                    areas.append(laid.community)
                    grids += laid.grids
                    organisations.append(
                        Organisation(
                            code: "C\(laid.community.code)", name: laid.community.name, kind: "community",
                            area: laid.community.code))
                }
            }
        }
        self.areas = areas + grids
        self.grids = grids
        self.organisations = organisations
        var random = SplitMix64(seed: seed)
        members = (1...memberCount).map { number in
            let home = grids[Int(random.next() % UInt64(grids.count))]
            let community = home.code.parent ?? home.code
            return Member(
                number: "DY" + String(1_000_000 + number).dropFirst(), name: PeopleNames.name(&random),
                phone: PeopleNames.phone(&random), home: home.code, organisation: "C\(community)",
                skills: Self.pick(1 + Int(random.next() % 3), of: skills, &random))
        }
    }

    /// A community is a strip of its street's rectangle, a grid a piece of the strip.
    private static func community(
        _ community: Int, of street: StreetRow, corner: (latitude: Double, longitude: Double)
    ) throws -> (community: Area, grids: [Area]) {
        let side = streetStep * 0.9
        let height = side / Double(communitiesPerStreet)
        let width = side / Double(gridsPerCommunity)
        let south = corner.latitude + Double(community - 1) * height
        let stem = String(street.name.dropLast(street.name.hasSuffix("街道") ? 2 : 1))
        let digits = "00\(community)"
        guard let code = AreaCode(street.code.text + digits) else {
            throw OperatorFault.demo("no community code for \(street.code)")
        }
        let grids = try (1...gridsPerCommunity).map { number in
            let west = corner.longitude + Double(number - 1) * width
            let ring = [
                GeoPoint(latitude: south, longitude: west), GeoPoint(latitude: south, longitude: west + width),
                GeoPoint(latitude: south + height, longitude: west + width),
                GeoPoint(latitude: south + height, longitude: west),
            ].compactMap { $0 }
            guard let gridCode = AreaCode(code.text + "00\(number)") else {
                throw OperatorFault.demo("no grid code for \(code)")
            }
            return Area(code: gridCode, name: "\(stem)第\(community)社区第\(number)网格", boundary: ring)
        }
        return (Area(code: code, name: "\(stem)第\(community)社区", boundary: []), grids)
    }

    private static func pick(_ count: Int, of skills: [String], _ random: inout SplitMix64) -> [String] {
        var chosen: Set<String> = []
        while chosen.count < min(count, skills.count) {
            chosen.insert(skills[Int(random.next() % UInt64(skills.count))])
        }
        return chosen.sorted()
    }
}
