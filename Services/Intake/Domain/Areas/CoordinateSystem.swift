public import Kernel

/// The system that a pair of coordinates is given in; coordinates without it are refused.
public enum CoordinateSystem: String, Sendable, Hashable, CaseIterable {
    /// What satellites give.
    case wgs84
    /// China's geodetic system of 2000; within centimetres of WGS 84, taken as the same.
    case cgcs2000
    /// What maps published in China use; up to some hundred metres off.
    case gcj02
    /// Baidu's own, on top of GCJ-02.
    case bd09

    /// The point in WGS 84; `nil` if the coordinates are no point on earth.
    public func point(latitude: Double, longitude: Double) -> GeoPoint? {
        guard let given = GeoPoint(latitude: latitude, longitude: longitude) else { return nil }
        switch self {
        case .wgs84, .cgcs2000: return given
        case .gcj02: return ChineseOffset.wgs84(fromGCJ02: given)
        case .bd09: return ChineseOffset.gcj02(fromBD09: given).flatMap(ChineseOffset.wgs84(fromGCJ02:))
        }
    }
}
