public import Kernel

/// An area of the city, as the registry published it.
public struct Area: Sendable, Hashable {
    /// Its statistical code.
    public let code: AreaCode
    /// Its official name.
    public let name: String
    /// Its boundary; nil where it is the sum of its grids.
    public let boundary: Polygon?

    /// Makes an area.
    public init(code: AreaCode, name: String, boundary: Polygon?) {
        self.code = code
        self.name = name
        self.boundary = boundary
    }
}
