import Kernel
import Testing

@Suite struct GeographyTests {
    @Test(
        "a point lies on the globe and is a number",
        arguments: [
            (90.000001, 0.0), (-90.000001, 0), (0, 180.000001), (0, -180.000001), (.nan, 0), (0, .nan), (.infinity, 0),
        ])
    func impossiblePoints(latitude: Double, longitude: Double) {
        #expect(GeoPoint(latitude: latitude, longitude: longitude) == nil)
    }

    @Test("zero has one sign")
    func zero() throws {
        let point = try #require(GeoPoint(latitude: -0.0, longitude: -0.0))
        #expect(point.latitude.sign == .plus)
        #expect(point.longitude.sign == .plus)
    }

    @Test(
        "distances agree with the haversine formula in double precision",
        arguments: [
            ((30.7461, 120.7555), (30.7489, 120.7601), 538.6842310708363),
            ((0.0, 0.0), (0.0, 180.0), 20015114.442035925),
            ((90.0, 0.0), (-90.0, 0.0), 20015114.442035925),
            ((39.9042, 116.4074), (31.2304, 121.4737), 1067311.6451587263),
            ((0.0, 179.9), (0.0, -179.9), 22239.016046706758),
            ((-33.8688, 151.2093), (51.5074, -0.1278), 16993956.93281654),
            ((30.75, 120.75), (30.75001, 120.75), 1.1119508022932332),
        ])
    func distances(from: (Double, Double), to: (Double, Double), metres: Double) throws {
        let here = try #require(GeoPoint(latitude: from.0, longitude: from.1))
        let there = try #require(GeoPoint(latitude: to.0, longitude: to.1))
        #expect(abs(here.distance(to: there).value - metres) <= 1e-6 + metres * 1e-12)
        #expect(here.distance(to: there) == there.distance(to: here))
        #expect(here.distance(to: here).value == 0)
    }

    private func ring(_ corners: [(Double, Double)]) throws -> [GeoPoint] {
        try corners.map { try #require(GeoPoint(latitude: $0.0, longitude: $0.1)) }
    }

    @Test(
        "a point is inside, outside or on the boundary, which counts as inside",
        arguments: [
            ((30.5, 120.5), true), ((30.0, 120.0), true), ((31.0, 120.5), true), ((30.5, 120.0), true),
            ((30.9, 120.9), false), ((31.5, 120.5), false), ((30.5, 119.9), false), ((30.25, 120.75), true),
            ((30.5, 120.500001), true), ((30.500001, 120.5), true), ((30.500001, 120.500001), false),
        ])
    func containment(position: (Double, Double), isInside: Bool) throws {
        // An L: the square from (30, 120) to (31, 121) without its north-eastern quarter.
        let corners = [(30.0, 120.0), (30.0, 121.0), (30.5, 121.0), (30.5, 120.5), (31.0, 120.5), (31.0, 120.0)]
        let point = try #require(GeoPoint(latitude: position.0, longitude: position.1))
        let polygon = try #require(Polygon(ring: ring(corners)))
        #expect(polygon.contains(point) == isInside)
        #expect(try #require(Polygon(ring: ring(corners.reversed()))).contains(point) == isInside)
        #expect(try #require(Polygon(ring: ring(corners + corners.prefix(1)))) == polygon)
    }

    @Test("a slanted edge belongs to the area, and what lies a metre beside it does not")
    func slantedEdge() throws {
        let triangle = try #require(Polygon(ring: ring([(30, 120), (30, 121), (31, 121)])))
        #expect(triangle.contains(try #require(GeoPoint(latitude: 30.5, longitude: 120.5))))
        #expect(!triangle.contains(try #require(GeoPoint(latitude: 30.50001, longitude: 120.5))))
        #expect(triangle.contains(try #require(GeoPoint(latitude: 30.49999, longitude: 120.5))))
    }

    @Test("fewer than three different corners make no area")
    func degenerate() throws {
        #expect(Polygon(ring: []) == nil)
        #expect(try Polygon(ring: ring([(1, 1), (2, 2), (1, 1), (2, 2)])) == nil)
    }

    @Test("the box around an area reaches its outermost corners")
    func bounds() throws {
        let bounds = try #require(Polygon(ring: ring([(30, 120), (30.5, 121.5), (31, 119)]))).bounds
        #expect(bounds.south == 30)
        #expect(bounds.north == 31)
        #expect(bounds.west == 119)
        #expect(bounds.east == 121.5)
    }
}
