import City
public import Wire

/// Every event that this context publishes, by the kind of its aggregate.
public enum RegistryLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.registry.name
    /// Every message, in the order of a life.
    public static let messages: [any Message.Type] = [
        AreaDefined.self, OrganisationDefined.self, MemberRegistered.self, MemberCheckedIn.self,
        MemberSkillsChanged.self, MemberAvailabilityChanged.self, DutyStarted.self, DutyEnded.self,
    ]
}
