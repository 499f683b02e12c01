public import Kernel

/// Where a request was placed, and how sure that is.
public struct Placement: Sendable, Hashable {
    /// The grid or community, or the coarsest area that is sure.
    public let area: AreaCode
    /// The location in WGS 84, where one was given that can be meant.
    public let location: GeoPoint?
    /// Why the location has yet to be checked 位置待核实; nil where the request is placed in a grid or a community.
    public let doubt: Doubt?

    /// Whether it is placed in a grid or a community.
    ///
    /// A request that is not is never sent out blindly.
    public var isLocated: Bool { doubt == nil }

    /// What is wrong with a location, or missing.
    public enum Doubt: String, Sendable, Hashable, CaseIterable {
        /// Neither coordinates nor an area were given.
        case notGiven = "not_given"
        /// Latitude and longitude seem to be swapped.
        case swapped
        /// Both coordinates are zero: a device without a fix.
        case nullIsland = "null_island"
        /// The location is in no area of the city.
        case outsideCity = "outside_city"
        /// The registry has not published this area, or it is of another city.
        case unknownArea = "unknown_area"
        /// The area is known, but is larger than a community.
        case tooCoarse = "too_coarse"
        /// The coordinates are not in the area that was given.
        case contradiction
    }

    /// Makes a placement.
    public init(area: AreaCode, location: GeoPoint?, doubt: Doubt?) {
        self.area = area
        self.location = location
        self.doubt = doubt
    }
}

/// Coordinates as they were given, with their system.
public struct GivenCoordinates: Sendable, Hashable {
    /// Units: degrees.
    public let latitude: Double
    /// Units: degrees.
    public let longitude: Double
    /// The system that they are in.
    public let system: CoordinateSystem

    /// Takes the coordinates; nil if they are none, even when swapped.
    ///
    /// Range: -180 to 180 each.
    public init?(latitude: Double, longitude: Double, system: CoordinateSystem) {
        guard (-180.0...180.0).contains(latitude), (-180.0...180.0).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
        self.system = system
    }
}
