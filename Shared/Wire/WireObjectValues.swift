public import Kernel

// The plain members of an object. Each has a form that must be there and a form that may be absent or null.

extension WireObject {
    /// A string of at most that many characters.
    ///
    /// Units: characters as a reader sees them (grapheme clusters); and at most 40 bytes for each of them, so that a
    /// character with a thousand accents does not slip through.
    public func string(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String {
        try String.read(member(key), .characters(maxLength))
    }

    /// A string of at most that many characters, or `nil` if it is absent.
    public func optionalString(_ key: String, maxLength: Int = 1_000) throws(WireError) -> String? {
        try has(key) ? string(key, maxLength: maxLength) : nil
    }

    /// An integer in a range; `5.0` is one, `"5"` is not.
    public func integer(_ key: String, in range: ClosedRange<Int64> = .min ... .max) throws(WireError) -> Int64 {
        try Int64.read(member(key), range)
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
        try Double.read(member(key), range)
    }

    /// A number in a range, or `nil` if it is absent.
    public func optionalDouble(
        _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) throws(WireError) -> Double? {
        try has(key) ? double(key, in: range) : nil
    }

    /// `true` or `false`.
    public func bool(_ key: String) throws(WireError) -> Bool {
        try Bool.read(member(key), NoLimits())
    }

    /// `true`, `false`, or `nil` if it is absent.
    public func optionalBool(_ key: String) throws(WireError) -> Bool? {
        try has(key) ? bool(key) : nil
    }

    /// An identifier in its canonical text.
    @inlinable
    public func identifier<Tag>(_ key: String, of tag: Tag.Type = Tag.self) throws(WireError) -> Identifier<Tag> {
        try Identifier<Tag>.read(member(key), NoLimits())
    }

    /// An identifier in its canonical text, or `nil` if it is absent.
    @inlinable
    public func optionalIdentifier<Tag>(
        _ key: String, of tag: Tag.Type = Tag.self
    ) throws(WireError) -> Identifier<Tag>? {
        try has(key) ? identifier(key) : nil
    }

    /// A moment in ISO 8601 with its zone.
    public func timestamp(_ key: String) throws(WireError) -> Timestamp {
        try Timestamp.read(member(key), NoLimits())
    }

    /// A moment in ISO 8601 with its zone, or `nil` if it is absent.
    public func optionalTimestamp(_ key: String) throws(WireError) -> Timestamp? {
        try has(key) ? timestamp(key) : nil
    }

    /// A day as `2026-11-21`.
    public func date(_ key: String) throws(WireError) -> CivilDate {
        try CivilDate.read(member(key), NoLimits())
    }

    /// A day as `2026-11-21`, or `nil` if it is absent.
    public func optionalDate(_ key: String) throws(WireError) -> CivilDate? {
        try has(key) ? date(key) : nil
    }

    /// A statistical code.
    public func areaCode(_ key: String) throws(WireError) -> AreaCode {
        try AreaCode.read(member(key), NoLimits())
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
        try member(key).choice()
    }

    /// One of the values of an enumeration, or `nil` if it is absent.
    @inlinable
    public func optionalEnumeration<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(WireError) -> Value? {
        try has(key) ? enumeration(key, as: type) : nil
    }

    /// The point that this object's own members `latitude` and `longitude` name.
    ///
    /// Units: degrees, WGS 84.
    public func geoPoint() throws(WireError) -> GeoPoint {
        try GeoPoint(from: self)
    }

    /// The point that a member with `latitude` and `longitude` names.
    public func geoPoint(_ key: String) throws(WireError) -> GeoPoint {
        try object(key).geoPoint()
    }

    /// The point that a member names, or `nil` if it is absent.
    public func optionalGeoPoint(_ key: String) throws(WireError) -> GeoPoint? {
        try has(key) ? geoPoint(key) : nil
    }
}

extension WireElement {
    /// The value of an enumeration whose word the value is.
    @inlinable
    func choice<Value: RawRepresentable<String>>() throws(WireError) -> Value {
        guard let value = Value(rawValue: try string()) else { throw error(.unknownValue) }
        return value
    }
}
