import City
public import Wire

/// Everything that this context tells the others, by the aggregate kind that tells it.
public enum AssessmentLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.assessment.name
    /// Every message, in the order of a life.
    public static let messages: [any Message.Type] = [
        PointsPosted.self, PointsReversed.self,
    ]
}
