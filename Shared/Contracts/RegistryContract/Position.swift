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

    /// Makes the value.
    public init(_ point: GeoPoint) {
        self.point = point
    }

    /// Reads the members; an error names the one at fault.
    public init(from object: WireObject) throws(WireError) {
        point = try object.geoPoint()
    }

    /// Writes the members in the declared order.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("latitude", point.latitude)
        writer.field("longitude", point.longitude)
    }
}
