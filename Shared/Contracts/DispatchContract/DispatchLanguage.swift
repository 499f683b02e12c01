public import Wire

/// Everything that this context tells the others; the messages of a feature lie together in its file.
public enum DispatchLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = "dispatch"
    /// Every message.
    public static let messages: [any Message.Type] =
        workOrders + offers + handling + verification + clocks + escalation
}
