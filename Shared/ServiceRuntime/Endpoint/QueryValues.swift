import Kernel

/// The parameters of a query string, checked against what the route declares.
struct QueryValues: Sendable {
    private var pairs: [(name: String, value: String)] = []

    /// No parameters.
    init() {}

    /// Reads a query string.
    ///
    /// Throws: 400 for a parameter that is unknown, comes twice, is not of its kind or not decodable; 422 for a date or
    /// moment that does not exist.
    init(_ query: String?, declared: [QueryParameter]) throws(Problem) {
        if let query, !query.isEmpty {
            for part in query.split(separator: "&", omittingEmptySubsequences: false) {
                let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = PercentEncoding.decode(halves[0], plusIsSpace: true),
                    let value = PercentEncoding.decode(halves.count == 2 ? halves[1] : "", plusIsSpace: true)
                else { throw .invalidQuery(String(halves[0]), "is not UTF-8 in percent encoding") }
                guard let parameter = declared.first(where: { $0.name == name }) else {
                    throw .invalidQuery(name, "is not a parameter of this route")
                }
                guard parameter.isRepeated || first(name) == nil else {
                    throw .invalidQuery(name, "may come only once")
                }
                try parameter.check(value)
                pairs.append((name, value))
            }
        }
        for parameter in declared where parameter.isRequired && first(parameter.name) == nil {
            throw .invalidQuery(parameter.name, "is required")
        }
    }

    /// All of them, in the order of the query string.
    var given: [(name: String, value: String)] { pairs }

    func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
}

extension QueryParameter {
    /// Refuses a value that is not of the kind.
    func check(_ value: String) throws(Problem) {
        switch kind {
        case .text(let maxLength):
            guard value.utf8.count <= maxLength || value.count <= maxLength else {
                throw .invalidQuery(name, "is longer than \(maxLength) characters")
            }
            guard value.utf8.count <= maxLength * 40 else {
                throw .invalidQuery(name, "is longer than \(maxLength * 40) bytes")
            }
            guard !value.utf8.contains(0) else { throw .invalidField(code: "nul_character", path: name) }
        case .identifier:
            guard Identifier<Never>(value) != nil else { throw .invalidQuery(name, "is not a UUID") }
        case .choice(let values):
            guard values.contains(value) else {
                throw .invalidQuery(name, "must be one of: \(values.joined(separator: ", "))")
            }
        case .integer(let range):
            guard let number = Int(value), range.contains(number) else {
                throw .invalidQuery(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        case .boolean:
            guard value == "true" || value == "false" else { throw .invalidQuery(name, "must be true or false") }
        case .timestamp:
            guard Timestamp(iso8601: value) != nil else { throw .invalidField(code: "out_of_range", path: name) }
        case .date:
            guard let date = CivilDate(iso: value), (1..<9999).contains(date.year) else {
                throw .invalidField(code: "out_of_range", path: name)
            }
        case .areaCode:
            guard AreaCode(value) != nil else { throw .invalidQuery(name, "is not an area code") }
        case .cursor:
            guard PageCursor(value) != nil else { throw .invalidQuery(name, "is not a cursor of ours") }
        }
    }
}
