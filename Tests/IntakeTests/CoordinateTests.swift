import IntakeDomain
import Kernel
import Testing

/// The pairs are those published with coordtransform and gcoord; 1e-6 degrees are a tenth of a metre.
@Suite("Chinese coordinates")
struct CoordinateTests {
    @Test(
        "coordinates of Chinese maps become WGS 84",
        arguments: [
            (CoordinateSystem.wgs84, 39.915, 116.404, 39.915, 116.404),
            (.cgcs2000, 39.915, 116.404, 39.915, 116.404),
            (.gcj02, 39.91640428150164, 116.41024449916938, 39.915, 116.404),
            (.gcj02, 39.91334545536069, 116.38404722455657, 39.911954, 116.377817),
            (.bd09, 39.92133699351021, 116.41036949371029, 39.913595, 116.397755),
        ])
    func known(system: CoordinateSystem, latitude: Double, longitude: Double, north: Double, east: Double) throws {
        let point = try #require(system.point(latitude: latitude, longitude: longitude))
        let expected = try #require(GeoPoint(latitude: north, longitude: east))
        #expect(point.distance(to: expected) < Metres(value: 1.5))
    }

    @Test("GCJ-02 at Tian'anmen is found back to a centimetre")
    func exact() throws {
        let point = try #require(
            CoordinateSystem.gcj02.point(latitude: 39.91640428150164, longitude: 116.41024449916938))
        let expected = try #require(GeoPoint(latitude: 39.915, longitude: 116.404))
        #expect(point.distance(to: expected) < Metres(value: 0.01))
    }

    @Test("outside China the systems agree")
    func abroad() throws {
        let point = try #require(CoordinateSystem.gcj02.point(latitude: 48.8584, longitude: 2.2945))
        #expect(point == GeoPoint(latitude: 48.8584, longitude: 2.2945))
    }

    @Test("what is no place on earth is none", arguments: [(91.0, 0.0), (0, 181), (.nan, 0), (0, .infinity)])
    func nowhere(latitude: Double, longitude: Double) {
        #expect(CoordinateSystem.wgs84.point(latitude: latitude, longitude: longitude) == nil)
    }
}
