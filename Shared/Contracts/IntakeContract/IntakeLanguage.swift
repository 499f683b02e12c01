import City
public import Wire

/// Every event that this context publishes, by the kind of its aggregate.
public enum IntakeLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.intake.name
    /// Every message, in the order of a life.
    public static let messages: [any Message.Type] = [
        RequestRegistered.self, RequestAccepted.self, RequestHandedOver.self, RequestRefused.self,
        RequestWithdrawn.self, CallbackDue.self, RequestCalledBack.self, RequestReopened.self, RequestClosed.self,
        RequestRated.self,
    ]
}
