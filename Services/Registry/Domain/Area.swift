public import Kernel

/// An area that members and requests belong to, from the city down to a grid.
public struct Area: Hashable, Sendable {
    /// Its statistical code, which never changes.
    public let code: AreaCode
    /// Its official name.
    public private(set) var name: DisplayName
    /// Its shape; `nil` where it is the sum of its grids.
    public private(set) var boundary: Polygon?
    /// How many events have been recorded of it.
    public private(set) var version: Version

    /// What is said of an area: a line of the import.
    public struct Definition: Hashable, Sendable {
        public let code: AreaCode
        public let name: DisplayName
        public let boundary: Polygon?

        public init(code: AreaCode, name: DisplayName, boundary: Polygon?) {
            self.code = code
            self.name = name
            self.boundary = boundary
        }
    }

    /// The area as it is stored; only Storage makes one of its row.
    public init(stored definition: Definition, version: Version) {
        code = definition.code
        name = definition.name
        boundary = definition.boundary
        self.version = version
    }

    /// What the area says of itself now.
    public var definition: Definition { Definition(code: code, name: name, boundary: boundary) }

    /// Whether a definition says anything new of an area that may not exist yet.
    public static func decide(_ definition: Definition, existing: Area?) -> AreaEvent? {
        existing?.definition == definition ? nil : .defined(definition)
    }

    /// The area after an event, the first of which makes it.
    public static func applying(_ event: AreaEvent, to existing: Area?) -> Area {
        switch event {
        case .defined(let definition):
            Area(stored: definition, version: (existing?.version ?? .initial).next())
        }
    }
}

/// What happens to an area.
public enum AreaEvent: Hashable, Sendable {
    /// It was defined, or its name or shape was corrected.
    case defined(Area.Definition)
}
