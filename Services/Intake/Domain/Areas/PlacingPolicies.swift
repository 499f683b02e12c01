public import Kernel

/// How a location becomes an area: by the boundaries on the map, by the code that was given, or by both.
public struct PlacingPolicies: Sendable, Hashable {
    /// The city; what can't be placed belongs there.
    public let city: AreaCode

    /// Makes the policies of a city.
    public init(city: AreaCode) {
        self.city = city
    }

    /// The placement of a request.
    public func placement(of coordinates: GivenCoordinates?, in code: AreaCode?, on map: AreaMap) -> Placement {
        let byCode = code.map { placement(in: $0, on: map) }
        guard let coordinates else { return byCode ?? Placement(area: city, location: nil, doubt: .notGiven) }
        let byPoint = placement(at: coordinates, on: map)
        guard let byCode else { return byPoint }
        if byPoint.doubt != nil {
            // The code is a person's word: it holds, but the coordinates are to be looked at where it is not enough.
            return byCode.isLocated
                ? byCode : Placement(area: byCode.area, location: byPoint.location, doubt: byPoint.doubt)
        }
        if byCode.doubt == .unknownArea {
            return Placement(area: byCode.area, location: byPoint.location, doubt: .unknownArea)
        }
        if byCode.area.contains(byPoint.area) { return byPoint }
        if byPoint.area.contains(byCode.area) {
            return Placement(area: byCode.area, location: byPoint.location, doubt: byCode.doubt)
        }
        return Placement(
            area: commonArea(byCode.area, byPoint.area), location: byPoint.location, doubt: .contradiction)
    }

    private func placement(in code: AreaCode, on map: AreaMap) -> Placement {
        guard city.contains(code) else { return Placement(area: city, location: nil, doubt: .unknownArea) }
        guard map.knows(code) else {
            return Placement(area: map.smallestKnown(holding: code) ?? city, location: nil, doubt: .unknownArea)
        }
        return Placement(area: code, location: nil, doubt: code.level <= .community ? nil : .tooCoarse)
    }

    private func placement(at coordinates: GivenCoordinates, on map: AreaMap) -> Placement {
        let (latitude, longitude) = (coordinates.latitude, coordinates.longitude)
        if abs(latitude) < 1e-6, abs(longitude) < 1e-6 {
            return Placement(area: city, location: nil, doubt: .nullIsland)
        }
        let location = coordinates.system.point(latitude: latitude, longitude: longitude)
        if let location, let area = map.smallestArea(at: location) {
            return Placement(area: area, location: location, doubt: area.level <= .community ? nil : .tooCoarse)
        }
        if let swapped = coordinates.system.point(latitude: longitude, longitude: latitude),
            map.smallestArea(at: swapped) != nil
        {
            return Placement(area: city, location: nil, doubt: .swapped)
        }
        return Placement(area: city, location: location, doubt: location == nil ? .swapped : .outsideCity)
    }

    private func commonArea(_ left: AreaCode, _ right: AreaCode) -> AreaCode {
        var candidate: AreaCode? = left
        while let current = candidate, current.level <= .district {
            if current.contains(right) { return current }
            candidate = current.parent
        }
        return city
    }
}
