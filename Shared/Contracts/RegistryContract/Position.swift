public import Kernel
public import Wire

/// A corner of a polygon.
public struct Position: WireCodable, Sendable, Equatable {
    static let fields: [FieldDescription] = [
        FieldDescription(
            name: "latitude", type: .number, unit: "degrees WGS84", required: true, summary: "North is positive."),
        FieldDescription(
            name: "longitude", type: .number, unit: "degrees WGS84", required: true, summary: "East is positive."),
    ]

    /// The place.
    public let point: GeoPoint

    public init(_ point: GeoPoint) {
        self.point = point
    }

    public init(from object: WireObject) throws(WireError) {
        point = try object.geoPoint()
    }

    public func encode(to writer: inout ObjectWriter) {
        writer.field("latitude", point.latitude)
        writer.field("longitude", point.longitude)
    }
}
