public import Kernel

extension GeoPoint: FieldCodable {
    /// The point's members.
    ///
    /// Units: degrees, WGS 84.
    public static let fields = Fields(
        { (latitude, longitude) throws(WireError) in
            guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
                throw WireError(code: .outOfRange, path: "latitude")
            }
            return point
        },
        Field("latitude", \.latitude, within: -90...90, unit: "degrees WGS84", "Latitude, north being positive."),
        Field("longitude", \.longitude, within: -180...180, unit: "degrees WGS84", "Longitude, east being positive."))
}
