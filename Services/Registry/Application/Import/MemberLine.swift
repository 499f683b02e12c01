import City
import Kernel
import PersonalData
import RegistryDomain

/// A row of a membership list.
struct MemberLine: Hashable, Sendable {
    let registration: MemberRegistration
    let personal: MemberContact

    enum Column: String, ImportColumn {
        case number = "member_no"
        case name, phone
        case home = "home_area"
        case organisation = "organisation_code"
        case skills

        var aliases: [String] {
            switch self {
            case .number: ["党员编号", "编号"]
            case .name: ["姓名"]
            case .phone: ["手机", "手机号", "电话", "联系电话"]
            case .home: ["居住网格", "居住地区划", "居住地"]
            case .organisation: ["单位代码"]
            case .skills: ["技能"]
            }
        }
    }

    init(_ row: inout ImportRow<Column>) throws(RowFault) {
        let code = try row.code(.number)
        guard !MemberNumber.isIdentityNumber(code) else { throw .identityNumber }
        guard let number = MemberNumber(code) else {
            throw code.isEmpty ? .empty(Column.number.rawValue) : .malformed(Column.number.rawValue)
        }
        let name = try row.text(.name, PersonName.init(_:), kept: \.text)
        let phone = try Self.phone(try row.code(.phone))
        guard let home = AreaCode(try row.code(.home)) else { throw .malformed(Column.home.rawValue) }
        registration = MemberRegistration(
            number: number, home: home, organisation: try Self.organisation(try row.code(.organisation)),
            skills: try Self.skills(try row.code(.skills)))
        personal = MemberContact(name: name, phone: phone)
    }

    private static func phone(_ text: String) throws(RowFault) -> PhoneNumber {
        do {
            return try PhoneNumber(text)
        } catch {
            switch error {
            case .masked: throw .maskedValue(Column.phone.rawValue)
            case .missingAreaCode, .unreadable: throw .phone
            }
        }
    }

    private static func organisation(_ text: String) throws(RowFault) -> OrganisationID? {
        guard !text.isEmpty else { return nil }
        guard let code = OrganisationCode(text) else { throw .malformed(Column.organisation.rawValue) }
        return RegistryIdentifiers.organisation(code)
    }

    private static func skills(_ text: String) throws(RowFault) -> SkillSet {
        var codes: [SkillCode] = []
        for part in text.split(whereSeparator: { $0 == ";" || $0 == "、" }) {
            let written = CodeText.narrowed(String(part))
            if written.isEmpty { continue }
            guard let code = SkillCode(written) else { throw .malformed(Column.skills.rawValue) }
            codes.append(code)
        }
        guard let skills = SkillSet(codes) else { throw .skillCount(limit: SkillSet.limit) }
        return skills
    }
}
