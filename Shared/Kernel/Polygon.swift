/// An area on the map bounded by one ring of straight lines between longitudes and latitudes.
///
/// The ring must not cross the 180th meridian; no point in China does.
public struct Polygon: Hashable, Sendable {
    /// The corners in order, the first not repeated at the end.
    public let ring: [GeoPoint]

    /// The smallest box that holds the area.
    public let bounds: Bounds

    /// Makes an area from its corners; `nil` with fewer than three different ones.
    ///
    /// A ring that repeats its first corner at the end, as GeoJSON has it, is taken without the repetition.
    public init?(ring: [GeoPoint]) {
        var corners = ring
        if corners.count > 1, corners.first == corners.last { corners.removeLast() }
        guard Set(corners).count >= 3, let first = corners.first else { return nil }
        var bounds = Bounds(south: first.latitude, west: first.longitude, north: first.latitude, east: first.longitude)
        for corner in corners { bounds.extend(to: corner) }
        self.ring = corners
        self.bounds = bounds
    }

    /// Whether the point lies in the area; its boundary, 1e-9 degrees (0.1 mm) wide, belongs to it.
    ///
    /// Source: the even-odd rule, M. Shimrat, "Algorithm 112", CACM 5 (1962), 434.
    public func contains(_ point: GeoPoint) -> Bool {
        guard bounds.contains(point) else { return false }
        let (x, y) = (point.longitude, point.latitude)
        var inside = false
        var previous = ring[ring.count - 1]
        for corner in ring {
            let (x1, y1, x2, y2) = (previous.longitude, previous.latitude, corner.longitude, corner.latitude)
            let length = ((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)).squareRoot()
            let cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            if abs(cross) <= Self.tolerance * length,
                min(x1, x2) - Self.tolerance <= x, x <= max(x1, x2) + Self.tolerance,
                min(y1, y2) - Self.tolerance <= y, y <= max(y1, y2) + Self.tolerance
            {
                return true
            }
            if (y1 > y) != (y2 > y), x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 { inside.toggle() }
            previous = corner
        }
        return inside
    }

    /// Units: degrees.
    private static let tolerance = 1e-9

    /// A box between two latitudes and two longitudes.
    ///
    /// Units: degrees.
    public struct Bounds: Hashable, Sendable {
        /// The lowest latitude.
        public private(set) var south: Double
        /// The lowest longitude.
        public private(set) var west: Double
        /// The highest latitude.
        public private(set) var north: Double
        /// The highest longitude.
        public private(set) var east: Double

        /// Whether the point lies in the box or within 1e-9 degrees of it.
        public func contains(_ point: GeoPoint) -> Bool {
            south - tolerance <= point.latitude && point.latitude <= north + tolerance
                && west - tolerance <= point.longitude && point.longitude <= east + tolerance
        }

        mutating func extend(to point: GeoPoint) {
            south = min(south, point.latitude)
            west = min(west, point.longitude)
            north = max(north, point.latitude)
            east = max(east, point.longitude)
        }
    }
}
