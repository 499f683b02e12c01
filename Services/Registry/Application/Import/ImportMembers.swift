public import City
public import Kernel
import Messaging
import RegistryDomain

/// Takes a file of members: `member_no,name,phone,home_area,organisation_code,skills`.
public struct ImportMembers: Sendable {
    private let store: any MemberStore
    private let sealer: any PersonalDataSealer

    public init(store: any MemberStore, sealer: any PersonalDataSealer) {
        self.store = store
        self.sealer = sealer
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
            let keys = MemberKeys(
                members: batch.map(\.key), areas: batch.map(\.value.registration.home),
                organisations: batch.compactMap(\.value.registration.organisation))
            return try await store.update(keys, scope: scope) { facts in
                var update = StoreUpdate<StoredMember, [ImportReport.Outcome]>(result: [])
                for line in batch {
                    do {
                        update.result.append(try self.take(line, facts: facts, now: now, into: &update))
                    } catch let fault as RowFault {
                        update.result.append(.rejected(fault))
                    }
                }
                return update
            }
        }
    }

    private static func lines(
        _ bytes: [UInt8], scope: AccessScope
    ) throws(ImportFileFault) -> ImportLines<MemberID, MemberLine> {
        try ImportLines<MemberID, MemberLine>(bytes) {
            (row: inout ImportRow<MemberLine.Column>) throws(RowFault) in
            let line = try MemberLine(&row)
            guard scope.area.contains(line.registration.home) else { throw .outsideScope }
            return (RegistryIdentifiers.member(line.registration.number), line)
        }
    }

    private func take(
        _ line: ImportLine<MemberID, MemberLine>, facts: MemberFacts, now: Timestamp,
        into update: inout StoreUpdate<StoredMember, [ImportReport.Outcome]>
    ) throws -> ImportReport.Outcome {
        let registration = line.value.registration
        let existing = facts.members[line.key]
        if existing == nil, facts.taken.contains(line.key) { throw RowFault.unavailable }
        guard facts.areas.contains(registration.home) else { throw RowFault.unknownArea }
        if let organisation = registration.organisation, !facts.organisations.contains(organisation) {
            throw RowFault.unknownOrganisation
        }
        let event: MemberEvent?
        do throws(MemberRejection) {
            event = try Member.decide(registration, existing: existing?.member)
        } catch {
            throw RowFault.member(error)
        }
        let fingerprint = sealer.fingerprint(line.value.personal, of: registration.number)
        if let existing, event == nil, existing.personal.fingerprint == fingerprint { return .unchanged }
        let personal: SealedPersonalData
        if let existing, existing.personal.fingerprint == fingerprint {
            personal = existing.personal
        } else {
            personal = try sealer.seal(line.value.personal, of: registration.number)
        }
        var after = existing?.member
        if let event { after = Member.applying(event, to: after) }
        guard let after else { throw RowFault.unavailable }
        if let event { update.events.append(RegistryEvents.draft(event, making: after, now: now)) }
        let stored = StoredMember(member: after, personal: personal)
        if existing == nil { update.created.append(stored) } else { update.changed.append(stored) }
        return existing == nil ? .created : .changed
    }
}
