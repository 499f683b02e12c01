/// The words of an event's routing key.
public enum RoutingKey {
    /// The name of a partition: `p00`, `p01` and so on.
    public static func label(ofPartition partition: Int) -> String {
        partition < 10 ? "p0\(partition)" : "p\(partition)"
    }

    /// `<context>.<aggregate>.<event>.<area>.pNN` for an event type `<context>.<aggregate>.<event>`.
    static func event(type: String, area: String, partition: Int) -> String {
        "\(type).\(area).\(label(ofPartition: partition))"
    }
}
