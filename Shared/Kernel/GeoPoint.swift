/// A place on the earth in WGS 84.
///
/// Units: degrees. GCJ-02 and BD-09 coordinates, which Chinese maps hand out, are hundreds of metres off and must be
/// converted before they come here.
public struct GeoPoint: Hashable, Sendable {
    /// Degrees north of the equator.
    ///
    /// Range: -90 to 90.
    public let latitude: Double

    /// Degrees east of Greenwich.
    ///
    /// Range: -180 to 180.
    public let longitude: Double

    /// Makes a place; `nil` if a coordinate is out of range or not a number.
    public init?(latitude: Double, longitude: Double) {
        guard (-90.0...90.0).contains(latitude), (-180.0...180.0).contains(longitude) else { return nil }
        // Zero has two signs in floating point; a place has one.
        self.latitude = latitude + 0
        self.longitude = longitude + 0
    }

    /// The mean radius of the earth.
    ///
    /// Source: IUGG mean radius R₁ of the WGS 84 ellipsoid, 6 371 008.8 m.
    public static let earthRadius = Metres(value: 6_371_008.8)

    /// The distance along a great circle, on a sphere (off by 0.5 % at most from the ellipsoid).
    ///
    /// Source: the haversine formula, R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984), 159.
    public func distance(to other: GeoPoint) -> Metres {
        let radians = Double.pi / 180
        let halfLatitude = sine((other.latitude - latitude) * radians / 2)
        let halfLongitude = sine((other.longitude - longitude) * radians / 2)
        let haversine =
            halfLatitude * halfLatitude
            + cosine(latitude * radians) * cosine(other.latitude * radians) * halfLongitude * halfLongitude
        return Metres(value: 2 * Self.earthRadius.value * arcsine(rootOf: haversine))
    }
}
