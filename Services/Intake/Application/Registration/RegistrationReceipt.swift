public import City
public import IntakeDomain
public import Kernel
public import Wire

/// What the requester gets for a registration; a replay of the same registration gets the same bytes.
public struct RegistrationReceipt: Sendable, Hashable, WireCodable {
    /// The request's identifier.
    public let id: ServiceRequestID
    /// The number for reading out.
    public let number: RequestNumber
    /// The secret code for following it.
    public let trackingCode: TrackingCode
    /// Where it stands right after the registration.
    public let state: RequestState
    /// Its category, where it is sure.
    public let category: Category?
    /// The area that it was placed in.
    public let area: AreaCode
    /// Whether that is a grid or a community; if not, the place is to be checked 位置待核实.
    public let isLocated: Bool
    /// When its clock started.
    public let registeredAt: Timestamp
    /// The version for `If-Match`.
    public let version: Version

    /// Makes the receipt of a request that has just been registered.
    public init(_ request: ServiceRequest, trackingCode: TrackingCode) {
        id = request.id
        number = request.number
        self.trackingCode = trackingCode
        state = request.state
        category = request.category
        area = request.area
        isLocated = request.located
        registeredAt = request.registeredAt
        version = request.version
    }

    /// Reads a receipt that was kept for replays.
    public init(from object: WireObject) throws(WireError) {
        id = try object.identifier("id")
        guard let number = RequestNumber(try object.string("number")) else {
            throw object.error(.unknownValue, at: "number")
        }
        guard let code = TrackingCode(try object.string("tracking_code")) else {
            throw object.error(.unknownValue, at: "tracking_code")
        }
        self.number = number
        trackingCode = code
        state = try object.enumeration("state", as: RequestState.self)
        category = try object.optionalString("category").flatMap { Category($0) }
        area = try object.areaCode("area")
        isLocated = try object.bool("located")
        registeredAt = try object.timestamp("registered_at")
        version = Version(value: try object.integer("version"))
    }

    /// Writes the receipt.
    public func encode(to writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("number", number.text)
        writer.field("tracking_code", trackingCode.text)
        writer.field("state", state.rawValue)
        writer.field("category", category?.text)
        writer.field("area", area)
        writer.field("located", isLocated)
        writer.field("registered_at", registeredAt)
        writer.field("version", version)
    }
}

/// What became of a registration.
public enum RegistrationOutcome: Sendable, Hashable {
    /// It is registered.
    case registered(RegistrationReceipt)
    /// The same key and registration came before: this is the answer of that time.
    case replayed(RegistrationReceipt)
    /// The same registration came a moment ago without a key: this is that request.
    case duplicate(RegistrationReceipt)
    /// The key was used before with another registration.
    case keyMismatch
    /// The same key is being worked on in this moment.
    case inFlight
}
