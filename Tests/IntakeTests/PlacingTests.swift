import IntakeDomain
import Kernel
import Testing

@Suite("Placing a request")
struct PlacingTests {
    static func code(_ text: String) throws -> AreaCode { try #require(AreaCode(text)) }

    static func square(_ code: String, south: Double, west: Double, size: Double) throws -> Area {
        let ring = [(0.0, 0.0), (0, size), (size, size), (size, 0)].compactMap {
            GeoPoint(latitude: south + $0.0, longitude: west + $0.1)
        }
        return Area(code: try Self.code(code), name: code, boundary: Polygon(ring: ring))
    }

    /// A district without boundary, a street and a community with one, and two grids side by side in it.
    static func map() throws -> AreaMap {
        AreaMap([
            Area(code: try code("330402"), name: "district", boundary: nil),
            try square("330402007", south: 30.7, west: 120.7, size: 0.1),
            try square("330402007001", south: 30.72, west: 120.72, size: 0.02),
            try square("330402007001001", south: 30.72, west: 120.72, size: 0.01),
            try square("330402007001002", south: 30.72, west: 120.73, size: 0.01),
        ])
    }

    private func placement(
        _ latitude: Double?, _ longitude: Double?, in area: String? = nil, system: CoordinateSystem = .wgs84
    ) throws -> Placement {
        let coordinates = latitude.flatMap { latitude in
            longitude.flatMap { GivenCoordinates(latitude: latitude, longitude: $0, system: system) }
        }
        return PlacingPolicies(city: try Self.code("3304")).placement(
            of: coordinates, in: try area.map(Self.code), on: try Self.map())
    }

    @Test("an area as wide as the world costs no more than another, and may shrink again")
    func wideArea() throws {
        var map = try Self.map()
        map.define(try Self.square("330411", south: -89, west: -179, size: 178))
        let inside = try #require(GeoPoint(latitude: 30.725, longitude: 120.725))
        let elsewhere = try #require(GeoPoint(latitude: 10, longitude: -100))
        #expect(map.smallestArea(at: inside)?.text == "330402007001001")
        #expect(map.smallestArea(at: elsewhere)?.text == "330411")
        map.define(try Self.square("330411", south: 30, west: 120, size: 0.01))
        #expect(map.smallestArea(at: elsewhere) == nil)
    }

    @Test(
        "a place goes to the smallest area that holds it",
        arguments: [
            (30.725, 120.725, "330402007001001", nil), (30.725, 120.735, "330402007001002", nil),
            (30.735, 120.725, "330402007001", nil), (30.71, 120.71, "330402007", Placement.Doubt.tooCoarse),
            (30.725, 120.73, "330402007001001", nil),
        ])
    func byPoint(latitude: Double, longitude: Double, area: String, doubt: Placement.Doubt?) throws {
        let found = try placement(latitude, longitude)
        #expect(found.area.text == area)
        #expect(found.doubt == doubt)
        #expect(found.isLocated == (doubt == nil))
    }

    @Test(
        "a place that can't be right is the city's, and marked",
        arguments: [
            (0.0, 0.0, Placement.Doubt.nullIsland), (39.9, 116.4, .outsideCity), (120.725, 30.725, .swapped),
            (120.0, 20.0, .swapped), (-30.725, 120.725, .outsideCity),
        ])
    func doubtful(latitude: Double, longitude: Double, doubt: Placement.Doubt) throws {
        let found = try placement(latitude, longitude)
        #expect(found.area.text == "3304")
        #expect(found.doubt == doubt)
        #expect(!found.isLocated)
    }

    @Test(
        "an area code alone places a request if the area is known and small enough",
        arguments: [
            ("330402007001001", "330402007001001", nil), ("330402007001", "330402007001", nil),
            ("330402007", "330402007", Placement.Doubt.tooCoarse), ("330402", "330402", .tooCoarse),
            ("330402007009", "330402007", .unknownArea), ("110101001", "3304", .unknownArea),
            ("330499", "3304", .unknownArea),
        ])
    func byCode(given: String, area: String, doubt: Placement.Doubt?) throws {
        let found = try placement(nil, nil, in: given)
        #expect(found.area.text == area)
        #expect(found.doubt == doubt)
    }

    @Test(
        "coordinates and an area code are held against each other",
        arguments: [
            ("330402007001", 30.725, 120.725, "330402007001001", nil),
            ("330402", 30.725, 120.725, "330402007001001", nil),
            ("330402007001002", 30.725, 120.725, "330402007001", Placement.Doubt.contradiction),
            ("330402007001001", 0, 0, "330402007001001", nil), ("330402", 0, 0, "330402", .nullIsland),
            ("330402007001001", 30.735, 120.725, "330402007001001", nil),
        ])
    func both(given: String, latitude: Double, longitude: Double, area: String, doubt: Placement.Doubt?) throws {
        let found = try placement(latitude, longitude, in: given)
        #expect(found.area.text == area)
        #expect(found.doubt == doubt)
    }

    @Test("without any place a request is the city's")
    func nowhere() throws {
        #expect(try placement(nil, nil) == Placement(area: Self.code("3304"), location: nil, doubt: .notGiven))
    }

    @Test("an area that is corrected leaves nothing of its old boundary on the map")
    func correction() throws {
        var map = try Self.map()
        map.define(try Self.square("330402007001001", south: 30.78, west: 120.78, size: 0.01))
        let old = try #require(GeoPoint(latitude: 30.725, longitude: 120.725))
        let new = try #require(GeoPoint(latitude: 30.785, longitude: 120.785))
        #expect(map.smallestArea(at: old)?.text == "330402007001")
        #expect(map.smallestArea(at: new)?.text == "330402007001001")
    }
}
