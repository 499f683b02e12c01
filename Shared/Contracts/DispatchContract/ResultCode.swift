public import Wire

/// What the work came to.
public enum ResultCode: String, WireEnumeration {
    /// Solved.
    case solved
    /// Solved in part, the rest explained.
    case partlySolved = "partly_solved"
    /// Not solvable, with an explanation.
    case notSolvable = "not_solvable"
}
