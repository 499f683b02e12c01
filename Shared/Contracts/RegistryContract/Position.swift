public import Kernel
public import Wire

/// A corner of a polygon.
public struct Position: FieldCodable, Equatable {
    public let point: GeoPoint

    public init(_ point: GeoPoint) {
        self.point = point
    }

    public static let fields = Fields(
        { (latitude, longitude) throws(WireError) in
            guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
                throw WireError(code: .outOfRange, path: "latitude")
            }
            return Position(point)
        },
        Field("latitude", \.point.latitude, within: -90...90, unit: "degrees WGS84", "Latitude, north being positive."),
        Field(
            "longitude", \.point.longitude, within: -180...180, unit: "degrees WGS84", "Longitude, east being positive."
        ))
}
