import Kernel
import Messaging
import RegistryContract
import RegistryDomain
import Wire

/// The published form of the events: ids, codes and times, never a name or a phone.
enum RegistryEvents {
    static func draft(_ event: AreaEvent, making area: Area, now: Timestamp) -> EventDraft {
        switch event {
        case .defined(let definition):
            EventDraft(
                AreaDefined(
                    code: definition.code, name: definition.name.text,
                    boundary: definition.boundary?.ring.map(Position.init) ?? []),
                aggregate: RegistryIdentifiers.area(area.code), aggregateVersion: area.version.value, area: area.code,
                occurredAt: now)
        }
    }

    static func draft(_ event: OrganisationEvent, making organisation: Organisation, now: Timestamp) -> EventDraft {
        switch event {
        case .defined(let definition):
            EventDraft(
                OrganisationDefined(kind: OrganisationKind(definition.type), area: definition.area),
                aggregate: organisation.id, aggregateVersion: organisation.version.value, area: organisation.area,
                occurredAt: now)
        }
    }

    /// - Parameter member: the member after the event.
    static func draft(_ event: MemberEvent, making member: Member, now: Timestamp) -> EventDraft {
        func draft(_ message: some Message) -> EventDraft {
            EventDraft(
                message, aggregate: member.id, aggregateVersion: member.version.value, area: member.area,
                occurredAt: now)
        }
        return switch event {
        case .registered(let registration):
            draft(
                MemberRegistered(
                    area: registration.home, organisationID: registration.organisation,
                    skills: registration.skills.codes.map(\.text)))
        case .checkedIn(let grid): draft(MemberCheckedIn(area: grid))
        case .skillsChanged(let skills): draft(MemberSkillsChanged(skills: skills.codes.map(\.text)))
        case .availabilityChanged(let availability):
            draft(MemberAvailabilityChanged(availability: Availability(availability)))
        case .dutyStarted(let duty): draft(DutyStarted(area: duty.area, until: duty.until))
        case .dutyEnded(let quarterHours): draft(DutyEnded(quarterHours: quarterHours))
        }
    }
}

extension OrganisationKind {
    init(_ type: OrganisationType) {
        self =
            switch type {
            case .community: .community
            case .street: .street
            case .district: .district
            case .department: .department
            case .employer: .employer
            case .partner: .partner
            }
    }
}

extension Availability {
    init(_ availability: MemberAvailability) {
        self =
            switch availability {
            case .available: .available
            case .busy: .busy
            case .exempt: .exempt
            }
    }
}
