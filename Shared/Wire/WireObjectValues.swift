public import Kernel

// The plain members of an object. Each has a form that must be there and a form that may be absent or null.

extension WireObject {
    /// A string of at most that many characters.
    ///
    /// Units: characters as a reader sees them (grapheme clusters); and at most 40 bytes for each of them, so that a
    /// character with a thousand accents does not slip through.
    public func string(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String {
        let entry = try requiredString(key)
        do throws(WireError.Limit) {
            return try text(entry, maxLength: maxLength)
        } catch {
            throw self.error(.tooLong, at: key, limit: error)
        }
    }

    /// A string of at most that many characters, or `nil` if it is absent.
    public func optionalString(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String? {
        try has(key) ? string(key, maxLength: maxLength) : nil
    }

    /// An integer in a range; `5.0` is one, `"5"` is not.
    public func integer(_ key: String, in range: ClosedRange<Int64> = .min ... .max) throws(WireError) -> Int64 {
        let entry = try required(key)
        do throws(WireError.Code) {
            return try entry.wholeNumber(in: range)
        } catch {
            throw self.error(error, at: key)
        }
    }

    /// An integer in a range, or `nil` if it is absent.
    public func optionalInteger(_ key: String, in range: ClosedRange<Int64> = .min ... .max) throws(WireError) -> Int64?
    {
        try has(key) ? integer(key, in: range) : nil
    }

    /// A number in a range.
    public func double(
        _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) throws(WireError) -> Double {
        let entry = try required(key)
        let number: Double
        switch entry.kind {
        case .double: number = entry.double
        case .integer: number = Double(entry.integer)
        default: throw error(.wrongType, at: key)
        }
        guard range.contains(number) else { throw error(.outOfRange, at: key) }
        return number
    }

    /// A number in a range, or `nil` if it is absent.
    public func optionalDouble(
        _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) throws(WireError) -> Double? {
        try has(key) ? double(key, in: range) : nil
    }

    /// `true` or `false`.
    public func bool(_ key: String) throws(WireError) -> Bool {
        switch try required(key).kind {
        case .true: return true
        case .false: return false
        default: throw error(.wrongType, at: key)
        }
    }

    /// `true`, `false`, or `nil` if it is absent.
    public func optionalBool(_ key: String) throws(WireError) -> Bool? {
        try has(key) ? bool(key) : nil
    }

    /// An identifier in its canonical text.
    @inlinable
    public func identifier<Tag>(_ key: String, of tag: Tag.Type = Tag.self) throws(WireError) -> Identifier<Tag> {
        try anyIdentifier(key).retagged()
    }

    /// An identifier in its canonical text, or `nil` if it is absent.
    @inlinable
    public func optionalIdentifier<Tag>(
        _ key: String, of tag: Tag.Type = Tag.self
    ) throws(WireError) -> Identifier<Tag>? {
        try has(key) ? anyIdentifier(key).retagged() : nil
    }

    @usableFromInline
    func anyIdentifier(_ key: String) throws(WireError) -> Identifier<Never> {
        let entry = try requiredString(key)
        guard let identifier = document.withContent(entry, { Identifier<Never>(utf8: $0) }) else {
            throw error(.unknownValue, at: key)
        }
        return identifier
    }

    /// A moment in ISO 8601 with its zone.
    public func timestamp(_ key: String) throws(WireError) -> Timestamp {
        let entry = try requiredString(key)
        guard let moment = document.withContent(entry, { Timestamp(utf8: $0) }) else {
            throw error(.outOfRange, at: key)
        }
        return moment
    }

    /// A moment in ISO 8601 with its zone, or `nil` if it is absent.
    public func optionalTimestamp(_ key: String) throws(WireError) -> Timestamp? {
        try has(key) ? timestamp(key) : nil
    }

    /// A day as `2026-11-21`.
    public func date(_ key: String) throws(WireError) -> CivilDate {
        let entry = try requiredString(key)
        guard let date = document.withContent(entry, { CivilDate(utf8: $0) }) else { throw error(.outOfRange, at: key) }
        return date
    }

    /// A day as `2026-11-21`, or `nil` if it is absent.
    public func optionalDate(_ key: String) throws(WireError) -> CivilDate? {
        try has(key) ? date(key) : nil
    }

    /// A statistical code.
    public func areaCode(_ key: String) throws(WireError) -> AreaCode {
        let entry = try requiredString(key)
        guard let code = AreaCode(document.string(entry)) else { throw error(.unknownValue, at: key) }
        return code
    }

    /// A statistical code, or `nil` if it is absent.
    public func optionalAreaCode(_ key: String) throws(WireError) -> AreaCode? {
        try has(key) ? areaCode(key) : nil
    }

    /// One of the values of an enumeration.
    @inlinable
    public func enumeration<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(WireError) -> Value {
        guard let value = Value(rawValue: try plainString(key)) else { throw error(.unknownValue, at: key) }
        return value
    }

    /// One of the values of an enumeration, or `nil` if it is absent.
    @inlinable
    public func optionalEnumeration<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(WireError) -> Value? {
        try has(key) ? enumeration(key, as: type) : nil
    }

    /// The place that this object's own members `latitude` and `longitude` name.
    ///
    /// Units: degrees, WGS 84.
    public func geoPoint() throws(WireError) -> GeoPoint {
        let latitude = try double("latitude", in: -90...90)
        let longitude = try double("longitude", in: -180...180)
        guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
            throw error(.outOfRange, at: "latitude")
        }
        return point
    }

    /// The place that a member with `latitude` and `longitude` names.
    public func geoPoint(_ key: String) throws(WireError) -> GeoPoint {
        try object(key).geoPoint()
    }

    /// The place that a member names, or `nil` if it is absent.
    public func optionalGeoPoint(_ key: String) throws(WireError) -> GeoPoint? {
        try has(key) ? geoPoint(key) : nil
    }

    /// A string of any length, for what is compared with a list.
    @usableFromInline
    func plainString(_ key: String) throws(WireError) -> String {
        document.string(try requiredString(key))
    }

    /// A string's text.
    ///
    /// Throws: the limit that it is over: that many characters, or 40 bytes for each of them.
    func text(_ entry: JSONEntry, maxLength: Int) throws(WireError.Limit) -> String {
        let bytes = entry.range.count
        guard bytes > maxLength else { return document.string(entry) }
        guard (bytes - 1) / 40 < maxLength else { throw WireError.Limit(maxLength * 40, .bytes) }
        let text = document.string(entry)
        guard text.count <= maxLength else { throw WireError.Limit(maxLength, .characters) }
        return text
    }
}
