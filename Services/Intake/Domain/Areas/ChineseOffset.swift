import Kernel

/// The offset between WGS 84 and the coordinates of maps published in China.
///
/// Source: the formula is not official; it has been public since 2010 ("eviltransform"), with the Krasovsky 1940
/// ellipsoid (a = 6 378 245 m, e² = 0.006 693 421 622 965 943). The inverse is found by fixed-point iteration.
enum ChineseOffset {
    private static let semiMajorAxis = 6_378_245.0
    private static let eccentricitySquared = 0.006_693_421_622_965_943

    /// GCJ-02 of a point; places outside China have no offset.
    static func gcj02(fromWGS84 point: GeoPoint) -> GeoPoint? {
        let shift = offset(at: point)
        return GeoPoint(latitude: point.latitude + shift.latitude, longitude: point.longitude + shift.longitude)
    }

    /// The point that GCJ-02 coordinates mean, to a millimetre.
    static func wgs84(fromGCJ02 given: GeoPoint) -> GeoPoint? {
        var guess: GeoPoint? = given
        for _ in 0..<6 {
            guard let current = guess else { return nil }
            let shift = offset(at: current)
            guess = GeoPoint(latitude: given.latitude - shift.latitude, longitude: given.longitude - shift.longitude)
        }
        return guess
    }

    /// GCJ-02 of Baidu's coordinates, which are turned and stretched around a moved origin.
    static func gcj02(fromBD09 given: GeoPoint) -> GeoPoint? {
        let (x, y) = (given.longitude - 0.0065, given.latitude - 0.006)
        let radius = (x * x + y * y).squareRoot()
        guard radius > 0 else { return nil }
        let turns = Double.pi * 3_000 / 180
        let length = radius - 0.00002 * sine(y * turns)
        let angle = 0.000003 * cosine(x * turns)
        // cos(atan2(y, x) − angle) and sin of the same, without the arc tangent.
        return GeoPoint(
            latitude: length * (y * cosine(angle) - x * sine(angle)) / radius,
            longitude: length * (x * cosine(angle) + y * sine(angle)) / radius)
    }

    private static func offset(at point: GeoPoint) -> (latitude: Double, longitude: Double) {
        guard (0.8293...55.8271).contains(point.latitude), (72.004...137.8347).contains(point.longitude) else {
            return (0, 0)
        }
        let (x, y) = (point.longitude - 105, point.latitude - 35)
        let root = abs(x).squareRoot()
        let waves = 20 * sine(6 * x * .pi) + 20 * sine(2 * x * .pi)
        let north =
            -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
            + (waves + 20 * sine(y * .pi) + 40 * sine(y / 3 * .pi) + 160 * sine(y / 12 * .pi)
                + 320 * sine(y * .pi / 30)) * 2 / 3
        let east =
            300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
            + (waves + 20 * sine(x * .pi) + 40 * sine(x / 3 * .pi) + 150 * sine(x / 12 * .pi)
                + 300 * sine(x / 30 * .pi)) * 2 / 3
        let latitude = point.latitude / 180 * .pi
        let magic = 1 - eccentricitySquared * sine(latitude) * sine(latitude)
        let meridian = semiMajorAxis * (1 - eccentricitySquared) / (magic * magic.squareRoot()) * .pi
        let parallel = semiMajorAxis / magic.squareRoot() * cosine(latitude) * .pi
        return (north * 180 / meridian, east * 180 / parallel)
    }

    /// The sine of any angle.
    ///
    /// Units: radians. Why: the standard library has none, and Foundation stays out of the rules.
    private static func sine(_ angle: Double) -> Double {
        var x = angle.remainder(dividingBy: 2 * .pi)
        if x > .pi / 2 { x = .pi - x }
        if x < -.pi / 2 { x = -.pi - x }
        let square = x * x
        var term = x
        var sum = x
        // Taylor's series; at π/2 the thirteenth term is below 1e-19.
        for k in 1...12 {
            term *= -square / (Double(2 * k) * Double(2 * k + 1))
            sum += term
        }
        return sum
    }

    private static func cosine(_ angle: Double) -> Double { sine(angle + .pi / 2) }
}
