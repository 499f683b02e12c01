import CSVFiles
import PersonalData
public import RegistryDomain

/// Why one row of an import was left out; the reasons never repeat what the row says.
public enum RowFault: Error, Hashable, Sendable {
    case unclosedQuote, strayQuote, textAfterQuote, cellTooLarge, nulByte, notUTF8
    case cellCount(found: Int, expected: Int)
    case tooManyCells(limit: Int)
    /// The same key stands on an earlier line.
    case duplicate(ofLine: Int)
    /// The column is empty and must not be.
    case empty(String)
    /// The column's value has not the form that it must have.
    case malformed(String)
    /// A spreadsheet turned the code into a number.
    case scientificNumber(String)
    case identityNumber
    case maskedValue(String)
    /// The column's text is longer than so many characters.
    case tooLong(String, limit: Int)
    /// The column's text has no more characters than it may, and more bytes than so many.
    case tooManyBytes(String, limit: Int)
    /// Something in the column is no character of Unicode.
    case noCharacter(String)
    case phone
    case boundary
    case skillCount(limit: Int)
    /// Not within the importer's area; says nothing of whether it exists.
    case outsideScope
    case unknownArea
    case unknownOrganisation
    /// The key cannot be used here, for a reason that is not the importer's to know.
    case unavailable
    case member(MemberRejection)

    init(_ fault: CSVFault) {
        self =
            switch fault {
            case .unclosedQuote: .unclosedQuote
            case .strayQuote: .strayQuote
            case .textAfterQuote: .textAfterQuote
            case .cellTooLarge: .cellTooLarge
            case .tooManyCells(let limit): .tooManyCells(limit: limit)
            case .nulByte: .nulByte
            case .notUTF8: .notUTF8
            case .cellCount(let found, let expected): .cellCount(found: found, expected: expected)
            }
    }

    init(_ fault: TextFault, column: String) {
        self =
            switch fault {
            case .empty: .empty(column)
            case .tooLong(let limit): .tooLong(column, limit: limit)
            case .tooManyBytes(let limit): .tooManyBytes(column, limit: limit)
            case .masked: .maskedValue(column)
            case .noCharacter: .noCharacter(column)
            }
    }

    /// The reason as the person reads it who sent the file.
    public var reason: String {
        switch self {
        case .unclosedQuote: "引号没有闭合，从这一行起的内容都没有处理"
        case .strayQuote: "没有用引号包起来的单元格里出现了引号"
        case .textAfterQuote: "引号闭合之后还有别的字符"
        case .cellTooLarge: "单元格超过 256 KiB"
        case .nulByte: "含有空字符（NUL）"
        case .notUTF8: "不是有效的 UTF-8 文本"
        case .cellCount(let found, let expected): "有 \(found) 个单元格，应为 \(expected) 个"
        case .tooManyCells(let limit): "超过 \(limit) 个单元格"
        case .duplicate(let line): "与第 \(line) 行重复"
        case .empty(let column): "\(column) 为空"
        case .malformed(let column): "\(column) 的格式不正确"
        case .scientificNumber(let column): "\(column) 被表格软件改成了科学计数法，请把该列设为文本后重新导出"
        case .identityNumber: "党员编号疑似居民身份证号，不得导入"
        case .maskedValue(let column): "\(column) 是脱敏后的值，不能写入"
        case .tooLong(let column, let limit): "\(column) 超过 \(limit) 个字符"
        case .tooManyBytes(let column, let limit): "\(column) 超过 \(limit) 字节"
        case .noCharacter(let column): "\(column) 含有无法识别的字符"
        case .phone: "phone 不是有效的电话号码，可能丢失了开头的 0 或位数不对"
        case .boundary: "boundary 应为“纬度 经度;纬度 经度;…”至少三个不同的点，经纬度可能写反"
        case .skillCount(let limit): "技能超过 \(limit) 项"
        case .outsideScope: "不在您的管辖范围内"
        case .unknownArea: "区划尚未登记"
        case .unknownOrganisation: "单位尚未登记"
        case .unavailable: "该编号不能在此登记，请与上级党组织核对"
        case .member(let rejection): rejection.reason
        }
    }
}

extension MemberRejection {
    /// The reason as a person reads it.
    public var reason: String {
        switch self {
        case .notAllowed(let action, _, _): "当前状态不允许\(action.title)"
        case .homeTooLarge: "居住地须为网格或社区"
        case .notAGrid: "报到须到网格"
        case .outsideHomeCommunity: "只能向居住地社区的网格报到"
        case .shiftOver: "班次结束时间须晚于现在"
        case .shiftTooLong(let hours): "班次不得超过 \(hours) 小时"
        case .outsideDistrict: "只能在本区县值守"
        case .transferNeeded: "已报到党员变更居住地或单位，须办理组织关系转移"
        }
    }
}

extension MemberAction {
    var title: String {
        switch self {
        case .checkIn: "报到"
        case .changeSkills: "变更技能"
        case .changeAvailability: "变更可用状态"
        case .startDuty: "开始值守"
        case .endDuty: "结束值守"
        }
    }
}
