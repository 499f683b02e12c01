import Kernel
import Wire

/// What a token claims, before anything of it is believed.
struct Claims: Sendable {
    let principal: Principal
    let tokenID: String?
    /// Units: seconds since the Unix epoch.
    let expiry: Int64
    /// Units: seconds since the Unix epoch.
    let notBefore: Int64?
    /// Units: seconds since the Unix epoch.
    let issuedAt: Int64?
    let issuer: String
    let audience: [String]

    /// Reads the payload of a token; unknown claims are ignored, as RFC 7519 asks.
    init(_ payload: WireObject) throws(WireError) {
        // A role that no route names gives nothing.
        let roles = try payload.strings("roles", max: 32, maxLength: 64).map { Role(rawValue: $0) }
        principal = Principal(
            id: try payload.identifier("sub"), roles: Set(roles), area: try payload.areaCode("area"),
            unit: try payload.optionalIdentifier("unit"))
        tokenID = try payload.optionalString("jti", maxLength: 255)
        expiry = try Self.seconds("exp", payload)
        notBefore = payload.value("nbf") == nil ? nil : try Self.seconds("nbf", payload)
        issuedAt = payload.value("iat") == nil ? nil : try Self.seconds("iat", payload)
        issuer = try payload.string("iss")
        if case .string(let one)? = payload.value("aud") {
            audience = [one]
        } else {
            audience = try payload.strings("aud", max: 32, maxLength: 255)
        }
    }

    /// RFC 7519 allows a fraction; it is dropped.
    private static func seconds(_ name: String, _ payload: WireObject) throws(WireError) -> Int64 {
        if case .double(let value)? = payload.value(name), abs(value) < 1e15 { return Int64(value) }
        return try payload.integer(name, in: 0...1_000_000_000_000)
    }
}
