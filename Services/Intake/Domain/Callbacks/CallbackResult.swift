/// What the requester said when called back 回访.
public enum CallbackResult: String, Sendable, Hashable, CaseIterable {
    /// Satisfied 满意.
    case satisfied
    /// Basically satisfied 基本满意.
    case basicallySatisfied = "basically_satisfied"
    /// Not satisfied 不满意.
    case dissatisfied
    /// Nobody answered 未接通; it says nothing of satisfaction.
    case unreachable
}
