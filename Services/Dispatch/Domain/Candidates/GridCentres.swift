public import Kernel

/// The centres of the grids: the finest location that dispatching knows.
public struct GridCentres: Sendable {
    private var centres: [AreaCode: GeoPoint] = [:]
    private var sums: [AreaCode: (latitude: Double, longitude: Double, count: Int)] = [:]

    public init() {}

    /// Sets or moves the centre of an area.
    public mutating func set(_ centre: GeoPoint, of area: AreaCode) {
        let previous = centres.updateValue(centre, forKey: area)
        guard area.level == .grid, let community = area.parent else { return }
        var sum = sums[community] ?? (0, 0, 0)
        if let previous {
            sum = (sum.latitude - previous.latitude, sum.longitude - previous.longitude, sum.count - 1)
        }
        sums[community] = (sum.latitude + centre.latitude, sum.longitude + centre.longitude, sum.count + 1)
    }

    /// The centre of an area; of a community without a shape of its own, the mean of its grids.
    public func centre(of area: AreaCode) -> GeoPoint? {
        if let centre = centres[area] { return centre }
        guard let sum = sums[area], sum.count > 0 else { return nil }
        return GeoPoint(
            latitude: sum.latitude / Double(sum.count), longitude: sum.longitude / Double(sum.count))
    }

    /// The distance between two areas' centres, or what usually lies between homes that share as much as these two.
    ///
    /// - Parameter centre: the centre of `to`, looked up once by the caller.
    public func metres(from: AreaCode, to: AreaCode, centre: GeoPoint?) -> Int {
        if let centre, let home = self.centre(of: from) {
            return from == to ? 0 : Int(home.distance(to: centre).value)
        }
        if from == to { return Nearness.sameGridMetres }
        if let community = to.ancestor(at: .community), community.contains(from) {
            return Nearness.sameCommunityMetres
        }
        if let street = to.ancestor(at: .street), street.contains(from) { return Nearness.sameStreetMetres }
        return Nearness.elsewhereMetres
    }
}

extension Polygon {
    /// The centre of the corners: near enough for the distance between two grids.
    public var centre: GeoPoint? {
        let sum = ring.reduce((0.0, 0.0)) { ($0.0 + $1.latitude, $0.1 + $1.longitude) }
        return GeoPoint(latitude: sum.0 / Double(ring.count), longitude: sum.1 / Double(ring.count))
    }
}
