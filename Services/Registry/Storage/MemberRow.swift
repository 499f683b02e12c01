import City
import Kernel
import Postgres
import RegistryApplication
import RegistryDomain

/// How a member lies in a row of `members`.
enum MemberRow {
    static let columns = """
        number, home, organisation_id, skills, standing, area, availability, duty_area, duty_since, duty_until, \
        name, phone, fingerprint, version
        """

    static let writtenColumns = """
        id, number, area, home, organisation_id, skills, standing, availability, duty_area, duty_since, duty_until, \
        name, phone, fingerprint, version
        """

    /// An array of arrays cannot be sent, so a member's skills travel as one text.
    static let writtenValues = """
        new.id, new.number, new.area, new.home, new.organisation_id, string_to_array(new.skills, ';'), new.standing, \
        new.availability, new.duty_area, new.duty_since, new.duty_until, new.name, new.phone, new.fingerprint, \
        new.version
        """

    /// The rows to write, each with the version that it was read with where it is there already.
    static func rows(_ stored: [StoredMember], from loaded: [MemberID: Version] = [:]) -> SQL {
        let members = stored.map(\.member)
        let enrolments = members.map(\.enrolment)
        let duties = enrolments.map { $0?.duty }
        return """
            unnest(\(members.map(\.id)), \(members.map(\.number.text)), \(members.map(\.area.text)),
                \(members.map(\.home.text)), \(members.map(\.organisation)),
                \(members.map { $0.skills.codes.map(\.text).joined(separator: ";") }),
                \(enrolments.map { $0 == nil ? "registered" : "enrolled" }),
                \(enrolments.map { $0?.availability.rawValue }), \(duties.map { $0?.area.text }),
                \(duties.map { $0?.since }), \(duties.map { $0?.until }), \(stored.map(\.personal.name)),
                \(stored.map(\.personal.phone)), \(stored.map(\.personal.fingerprint)),
                \(members.map(\.version.value)), \(members.map { loaded[$0.id]?.value }))
            AS new (\(unescaped: writtenColumns), loaded)
            """
    }

    static func member(_ row: Row) throws -> StoredMember {
        let number = try StoredRowFault.require(MemberNumber(row.decode(String.self, at: 0)), column: "members.number")
        let skills = try row.decode([String].self, at: 3).compactMap { SkillCode($0) }
        let member = Member(
            stored: number, home: try area(row, 1), organisation: try row.decode(OrganisationID?.self, at: 2),
            skills: try StoredRowFault.require(SkillSet(skills), column: "members.skills"), standing: try standing(row),
            version: Version(value: try row.decode(Int64.self, at: 13)))
        return StoredMember(
            member: member,
            personal: SealedPersonalData(
                name: try row.decode([UInt8].self, at: 10), phone: try row.decode([UInt8].self, at: 11),
                fingerprint: try row.decode([UInt8].self, at: 12)))
    }

    private static func standing(_ row: Row) throws -> Member.Standing {
        guard try row.decode(String.self, at: 4) == "enrolled" else { return .registered }
        let availability = try row.decode(String?.self, at: 6).flatMap { MemberAvailability(rawValue: $0) }
        return .enrolled(
            Member.Enrolment(
                grid: try area(row, 5),
                availability: try StoredRowFault.require(availability, column: "members.availability"),
                duty: try duty(row)))
    }

    private static func duty(_ row: Row) throws -> Duty? {
        guard let since = try row.decode(Timestamp?.self, at: 8), let until = try row.decode(Timestamp?.self, at: 9)
        else { return nil }
        return Duty(area: try area(row, 7), since: since, until: until)
    }

    private static func area(_ row: Row, _ column: Int) throws -> AreaCode {
        try StoredRowFault.require(AreaCode(row.decode(String.self, at: column)), column: "members.area")
    }
}
