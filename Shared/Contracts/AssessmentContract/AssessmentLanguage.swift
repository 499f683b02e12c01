import City
public import Wire

/// Every event that this context publishes, by the kind of its aggregate.
public enum AssessmentLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.assessment.name
    /// Every message, in the order of a life.
    public static let messages: [any Message.Type] = [
        PointsPosted.self, PointsReversed.self,
    ]
}
