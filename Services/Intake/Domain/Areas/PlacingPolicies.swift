public import Kernel

/// How a place becomes an area: by the boundaries on the map, by the code that was given, or by both.
public struct PlacingPolicies: Sendable, Hashable {
    /// The city; what can't be placed is placed there.
    public let city: AreaCode

    /// Makes the policies of a city.
    public init(city: AreaCode) {
        self.city = city
    }

    /// Places a request.
    public func place(_ coordinates: GivenCoordinates?, in code: AreaCode?, on map: AreaMap) -> Placement {
        let byCode = code.map { placed(in: $0, on: map) }
        guard let coordinates else { return byCode ?? Placement(area: city, place: nil, doubt: .notGiven) }
        let byPlace = placed(at: coordinates, on: map)
        guard let byCode else { return byPlace }
        if byPlace.doubt != nil {
            // The code is a person's word: it holds, but the coordinates are to be looked at where it is not enough.
            return byCode.isLocated ? byCode : Placement(area: byCode.area, place: byPlace.place, doubt: byPlace.doubt)
        }
        if byCode.doubt == .unknownArea {
            return Placement(area: byCode.area, place: byPlace.place, doubt: .unknownArea)
        }
        if byCode.area.contains(byPlace.area) { return byPlace }
        if byPlace.area.contains(byCode.area) {
            return Placement(area: byCode.area, place: byPlace.place, doubt: byCode.doubt)
        }
        return Placement(
            area: commonArea(byCode.area, byPlace.area), place: byPlace.place, doubt: .contradiction)
    }

    private func placed(in code: AreaCode, on map: AreaMap) -> Placement {
        guard city.contains(code) else { return Placement(area: city, place: nil, doubt: .unknownArea) }
        guard map.knows(code) else {
            return Placement(area: map.smallestKnown(holding: code) ?? city, place: nil, doubt: .unknownArea)
        }
        return Placement(area: code, place: nil, doubt: code.level <= .community ? nil : .tooCoarse)
    }

    private func placed(at coordinates: GivenCoordinates, on map: AreaMap) -> Placement {
        let (latitude, longitude) = (coordinates.latitude, coordinates.longitude)
        if abs(latitude) < 1e-6, abs(longitude) < 1e-6 { return Placement(area: city, place: nil, doubt: .nullIsland) }
        let place = coordinates.system.place(latitude: latitude, longitude: longitude)
        if let place, let area = map.smallestArea(at: place) {
            return Placement(area: area, place: place, doubt: area.level <= .community ? nil : .tooCoarse)
        }
        if let swapped = coordinates.system.place(latitude: longitude, longitude: latitude),
            map.smallestArea(at: swapped) != nil
        {
            return Placement(area: city, place: nil, doubt: .swapped)
        }
        return Placement(area: city, place: place, doubt: place == nil ? .swapped : .outsideCity)
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
