import RegistryContract

extension Sample {
    static let registry: [Sample] = [
        Sample(
            AreaDefined(
                code: Known.grid, name: "建设街道第五网格",
                boundary: [
                    Position(Known.point(30.745, 120.79)), Position(Known.point(30.75, 120.79)),
                    Position(Known.point(30.75, 120.8)),
                ])),
        Sample(OrganisationDefined(kind: .employer, area: Known.district)),
        Sample(MemberRegistered(area: Known.grid, organisationID: Known.employer, skills: ["plumbing", "first_aid"])),
        Sample(MemberCheckedIn(area: Known.grid)),
        Sample(MemberSkillsChanged(skills: ["electrics"])),
        Sample(MemberAvailabilityChanged(availability: .exempt)),
        Sample(DutyStarted(area: Known.grid, until: Known.due)),
        Sample(DutyEnded(quarterHours: 16)),
    ]
}
