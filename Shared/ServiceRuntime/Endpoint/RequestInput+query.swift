public import Kernel

// The values were checked against the route's declaration before the handler was called, so these do not throw; a name
// that was not declared is simply absent.

extension RequestInput {
    /// The value of a parameter; `nil` if it is absent.
    public func query(_ name: String) -> String? { parameters.first(name) }

    /// The values of a parameter that may come more than once, in their order.
    public func queries(_ name: String) -> [String] { parameters.all(name) }

    /// The value of a parameter as one of the cases of an enumeration.
    public func query<Value: RawRepresentable<String>>(_ name: String, as type: Value.Type) -> Value? {
        query(name).flatMap { Value(rawValue: $0) }
    }

    /// The value of a parameter as a whole number.
    public func queryInteger(_ name: String) -> Int? { query(name).flatMap { Int($0) } }

    /// The value of a parameter as a truth value.
    public func queryBool(_ name: String) -> Bool? { query(name).map { $0 == "true" } }

    /// The value of a parameter as a moment.
    public func queryTimestamp(_ name: String) -> Timestamp? { query(name).flatMap { Timestamp(iso8601: $0) } }

    /// The value of a parameter as a date.
    public func queryDate(_ name: String) -> CivilDate? { query(name).flatMap { CivilDate(iso: $0) } }

    /// The value of a parameter as an area's code.
    public func queryAreaCode(_ name: String) -> AreaCode? { query(name).flatMap { AreaCode($0) } }

    /// A span of time from two parameters.
    ///
    /// Throws: 422 if it ends before it begins.
    public func queryInterval(from: String, to: String) throws(Problem) -> (from: Timestamp?, to: Timestamp?) {
        let (start, end) = (queryTimestamp(from), queryTimestamp(to))
        if let start, let end, start > end { throw .invalidField(code: "out_of_range", path: to) }
        return (start, end)
    }

    /// How many elements a page may hold: `limit`, or 50.
    ///
    /// Range: 1…200.
    public var limit: Int { queryInteger("limit") ?? 50 }

    /// Where the last page ended; `nil` for the first page.
    public var cursor: PageCursor? { query("cursor").flatMap { PageCursor($0) } }
}
