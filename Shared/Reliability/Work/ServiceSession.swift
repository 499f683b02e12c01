/// How the sessions of a service are set up in PostgreSQL.
public enum ServiceSession {
    /// Each statement is planned once, and looks up each row by its index.
    ///
    /// Why: statements that take arrays look cheaper with the values at hand than without, so PostgreSQL would plan them
    /// each time again. And a plan that was made while a table was empty would read table or index from end to end later
    /// on, to merge or hash it with the few rows that were asked for (decision 0009). Every statement on a hot path has
    /// its index named beside it and tested. Nothing here is large enough to be worth compiling, which the price put on
    /// what is switched off would bring about.
    /// Source: PostgreSQL 15 manual, 20.7.
    public static let planning = [
        "plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "enable_hashjoin": "off",
        "enable_mergejoin": "off", "enable_material": "off", "jit": "off",
    ]

    /// How the statements of a transaction that only reads are planned.
    public enum Reading: Sendable {
        /// As all others of the session: rows looked up by keys.
        case byKeys
        /// Each time again, as PostgreSQL sees fit for the values: for lists and reports, whose conditions may leave nearly
        /// everything or nearly nothing.
        case byValues

        var settings: [(name: String, value: String)] {
            switch self {
            case .byKeys: []
            case .byValues:
                [
                    ("plan_cache_mode", "force_custom_plan"), ("enable_seqscan", "on"), ("enable_hashjoin", "on"),
                    ("enable_mergejoin", "on"), ("enable_material", "on"),
                ]
            }
        }
    }
}
