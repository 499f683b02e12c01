public import City
public import Kernel
import Messaging
import PersonalData
import RegistryDomain

/// Takes a file of organisations: `code,name,kind,area`.
public struct ImportOrganisations: Sendable {
    private let store: any OrganisationStore

    public init(store: any OrganisationStore) {
        self.store = store
    }

    enum Column: String, ImportColumn {
        case code, name, kind, area

        var aliases: [String] {
            switch self {
            case .code: ["单位代码", "代码"]
            case .name: ["单位名称", "名称"]
            case .kind: ["类型", "单位类型"]
            case .area: ["所在区划", "区划代码"]
            }
        }
    }

    /// Imports the rows that are right and reports the others.
    ///
    /// - Parameter work: where the file is read.
    ///
    /// Throws: ``ImportFileFault`` when nothing of the file can be used.
    public func callAsFunction(
        _ bytes: [UInt8], scope: AccessScope, now: Timestamp, on work: any LongWork = InlineWork()
    ) async throws -> ImportReport {
        var lines = try await work.run { try Self.lines(bytes, scope: scope) }
        return try await lines.importing { batch in
            try await store.update(batch.map(\.key), scope: scope) { known in
                Self.decide(batch, known: known, scope: scope, now: now)
            }
        }
    }

    private static func lines(
        _ bytes: [UInt8], scope: AccessScope
    ) throws(ImportFileFault) -> ImportLines<OrganisationID, Organisation.Definition> {
        try ImportLines<OrganisationID, Organisation.Definition>(bytes) {
            (row: inout ImportRow<Column>) throws(RowFault) in
            let definition = try Self.read(&row)
            guard scope.area.contains(definition.area) else { throw .outsideScope }
            return (RegistryIdentifiers.organisation(definition.code), definition)
        }
    }

    private static func read(_ row: inout ImportRow<Column>) throws(RowFault) -> Organisation.Definition {
        guard let code = OrganisationCode(try row.code(.code)) else { throw .malformed(Column.code.rawValue) }
        let name = try row.text(.name, DisplayName.init(_:), kept: \.text)
        let kind = try row.code(.kind)
        guard let type = OrganisationType(rawValue: kind.lowercased()) ?? chineseTypes[kind] else {
            throw .malformed(Column.kind.rawValue)
        }
        guard let area = AreaCode(try row.code(.area)) else { throw .malformed(Column.area.rawValue) }
        return Organisation.Definition(code: code, name: name, type: type, area: area)
    }

    private static let chineseTypes: [String: OrganisationType] = [
        "社区": .community, "街道": .street, "镇": .street, "区县": .district, "部门": .department, "用人单位": .employer,
        "红色合伙人": .partner,
    ]

    private static func decide(
        _ batch: [ImportLine<OrganisationID, Organisation.Definition>], known: [OrganisationID: Organisation],
        scope: AccessScope, now: Timestamp
    ) -> StoreUpdate<Organisation, [ImportReport.Outcome]> {
        var update = StoreUpdate<Organisation, [ImportReport.Outcome]>(result: [])
        for line in batch {
            let existing = known[line.key]
            // Organisations can be read everywhere and changed only where they are.
            if let existing, !scope.area.contains(existing.area) {
                update.result.append(.rejected(.unavailable))
                continue
            }
            guard let event = Organisation.decide(line.value, existing: existing) else {
                update.result.append(.unchanged)
                continue
            }
            let organisation = Organisation.applying(event, to: existing)
            update.events.append(RegistryEvents.draft(event, making: organisation, now: now))
            if existing == nil { update.created.append(organisation) } else { update.changed.append(organisation) }
            update.result.append(existing == nil ? .created : .changed)
        }
        return update
    }
}
