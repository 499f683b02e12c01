import City
public import Wire

/// Every event that this context publishes; the messages of a feature lie together in its file.
public enum DispatchLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.dispatch.name
    /// Every message.
    public static let messages: [any Message.Type] =
        workOrders + offers + handling + verification + clocks + escalation
}
