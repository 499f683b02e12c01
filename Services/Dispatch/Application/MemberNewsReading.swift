public import DispatchDomain
import Kernel
import RegistryContract
public import Wire

/// Reads what the registry tells of a member.
public enum RegistryReading {
    /// Reads a message of the stream `registry.member`; nil for one that matters nothing here.
    public static func news(type: String, body: [UInt8]) throws(WireError) -> MemberNews? {
        switch type {
        case MemberRegistered.type:
            let message = try MemberRegistered(decoding: body)
            return .registered(area: message.area, skills: message.skills)
        case MemberCheckedIn.type:
            return .checkedIn(area: try MemberCheckedIn(decoding: body).area)
        case MemberSkillsChanged.type:
            return .skillsChanged(try MemberSkillsChanged(decoding: body).skills)
        case MemberAvailabilityChanged.type:
            return .availabilityChanged(
                Coded.availability(try MemberAvailabilityChanged(decoding: body).availability))
        case DutyStarted.type:
            let message = try DutyStarted(decoding: body)
            return .dutyStarted(area: message.area, until: message.until)
        case DutyEnded.type:
            _ = try DutyEnded(decoding: body)
            return .dutyEnded
        default:
            return nil
        }
    }

    /// Reads a message of the stream `registry.area`; nil for one that matters nothing here.
    public static func place(type: String, body: [UInt8]) throws(WireError) -> StoredPlace? {
        guard type == AreaDefined.type else { return nil }
        let message = try AreaDefined(decoding: body)
        return StoredPlace(
            area: message.code, centre: Polygon(ring: message.boundary.map(\.point))?.centre)
    }

    /// The types that a stream is known to have, with the newest version that is understood.
    ///
    /// - Parameter stream: the first two words of the types.
    public static func known(of stream: String) -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: RegistryLanguage.messages.filter { $0.type.hasPrefix(stream + ".") }
                .map { ($0.type, $0.version) })
    }
}
