public import Kernel

// The plain members of an object. Each has a form that must be there and a form that may be absent or null.

extension WireObject {
    /// A string of at most that many characters.
    ///
    /// Units: characters as a reader sees them (grapheme clusters); and at most 40 bytes for each of them, so that a
    /// character with a thousand accents does not slip through.
    public func string(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String {
        guard case .string(let text) = try required(key) else { throw error(.wrongType, at: key) }
        guard Self.fits(text, maxLength) else { throw error(.tooLong, at: key) }
        return text
    }

    /// A string of at most that many characters, or `nil` if it is absent.
    public func optionalString(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String? {
        try has(key) ? string(key, maxLength: maxLength) : nil
    }

    /// An integer in a range; `5.0` and `"5"` are not integers.
    public func integer(_ key: String, in range: ClosedRange<Int64> = .min ... .max) throws(WireError) -> Int64 {
        guard case .integer(let number) = try required(key) else { throw error(.wrongType, at: key) }
        guard range.contains(number) else { throw error(.outOfRange, at: key) }
        return number
    }

    /// An integer in a range, or `nil` if it is absent.
    public func optionalInteger(_ key: String, in range: ClosedRange<Int64> = .min ... .max) throws(WireError) -> Int64? {
        try has(key) ? integer(key, in: range) : nil
    }

    /// A number in a range.
    public func double(
        _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) throws(WireError) -> Double {
        let number: Double
        switch try required(key) {
        case .double(let value): number = value
        case .integer(let value): number = Double(value)
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
        guard case .bool(let flag) = try required(key) else { throw error(.wrongType, at: key) }
        return flag
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
        value(key) == nil ? nil : try anyIdentifier(key).retagged()
    }

    @usableFromInline
    func anyIdentifier(_ key: String) throws(WireError) -> Identifier<Never> {
        guard case .string(let text) = try required(key) else { throw error(.wrongType, at: key) }
        guard let identifier = Identifier<Never>(utf8: text.utf8.span) else { throw error(.unknownValue, at: key) }
        return identifier
    }

    /// A moment in ISO 8601 with its zone.
    public func timestamp(_ key: String) throws(WireError) -> Timestamp {
        guard case .string(let text) = try required(key) else { throw error(.wrongType, at: key) }
        guard let moment = Timestamp(utf8: text.utf8.span) else { throw error(.outOfRange, at: key) }
        return moment
    }

    /// A moment in ISO 8601 with its zone, or `nil` if it is absent.
    public func optionalTimestamp(_ key: String) throws(WireError) -> Timestamp? {
        try has(key) ? timestamp(key) : nil
    }

    /// A day as `2026-11-21`.
    public func date(_ key: String) throws(WireError) -> CivilDate {
        guard case .string(let text) = try required(key) else { throw error(.wrongType, at: key) }
        guard let date = CivilDate(iso: text) else { throw error(.outOfRange, at: key) }
        return date
    }

    /// A day as `2026-11-21`, or `nil` if it is absent.
    public func optionalDate(_ key: String) throws(WireError) -> CivilDate? {
        try has(key) ? date(key) : nil
    }

    /// A statistical code.
    public func areaCode(_ key: String) throws(WireError) -> AreaCode {
        guard case .string(let text) = try required(key) else { throw error(.wrongType, at: key) }
        guard let code = AreaCode(text) else { throw error(.unknownValue, at: key) }
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
        guard case .string(let text)? = value(key) else { throw error(value(key) == nil ? .missing : .wrongType, at: key) }
        guard let value = Value(rawValue: text) else { throw error(.unknownValue, at: key) }
        return value
    }

    /// One of the values of an enumeration, or `nil` if it is absent.
    @inlinable
    public func optionalEnumeration<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(WireError) -> Value? {
        value(key) == nil ? nil : try enumeration(key, as: type)
    }

    /// The place that this object's own members `latitude` and `longitude` name. Units: degrees, WGS 84.
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

    static func fits(_ text: String, _ maxLength: Int) -> Bool {
        let bytes = text.utf8.count
        if bytes <= maxLength { return true }
        return bytes / 40 <= maxLength && text.count <= maxLength
    }
}
