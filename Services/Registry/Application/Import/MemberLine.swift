import Kernel
import RegistryDomain

/// A row of a membership list.
struct MemberLine: Hashable, Sendable {
    let registration: MemberRegistration
    let personal: PersonalData

    enum Column: String, CSVColumn {
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

    init(_ row: inout CSVRow<Column>) throws(RowFault) {
        let written = try row.code(.number)
        guard !MemberNumber.isIdentityNumber(written) else { throw .identityNumber }
        guard let number = MemberNumber(written) else {
            throw written.isEmpty ? .empty(Column.number.rawValue) : .malformed(Column.number.rawValue)
        }
        guard !row.text(.name).contains("*") else { throw .maskedValue(Column.name.rawValue) }
        guard let name = PersonName(row.text(.name)) else {
            throw NarrowText.narrowed(row.text(.name)).isEmpty
                ? .empty(Column.name.rawValue) : .malformed(Column.name.rawValue)
        }
        let digits = try row.code(.phone)
        guard !digits.contains("*") else { throw .maskedValue(Column.phone.rawValue) }
        guard let phone = PhoneNumber(digits) else { throw .phone }
        guard let home = AreaCode(try row.code(.home)) else { throw .malformed(Column.home.rawValue) }
        registration = MemberRegistration(
            number: number, home: home, organisation: try Self.organisation(try row.code(.organisation)),
            skills: try Self.skills(try row.code(.skills)))
        personal = PersonalData(name: name, phone: phone)
    }

    private static func organisation(_ text: String) throws(RowFault) -> OrganisationID? {
        guard !text.isEmpty else { return nil }
        guard let code = OrganisationCode(text) else { throw .malformed(Column.organisation.rawValue) }
        return RegistryIdentifiers.organisation(code)
    }

    private static func skills(_ text: String) throws(RowFault) -> SkillSet {
        var codes: [SkillCode] = []
        for part in text.split(whereSeparator: { $0 == ";" || $0 == "、" }) {
            let written = NarrowText.narrowed(String(part))
            if written.isEmpty { continue }
            guard let code = SkillCode(written) else { throw .malformed(Column.skills.rawValue) }
            codes.append(code)
        }
        guard let skills = SkillSet(codes) else { throw .skillCount(limit: SkillSet.limit) }
        return skills
    }
}
