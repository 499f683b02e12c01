/// A file of `export NAME='value'` lines, to be sourced by a shell and read by us.
public struct EnvironmentFile: Sendable {
    public private(set) var values: [(name: String, value: String)] = []

    public subscript(_ name: String) -> String? {
        get { values.first { $0.name == name }?.value }
        set {
            values.removeAll { $0.name == name }
            if let newValue { values.append((name, newValue)) }
        }
    }

    public init() {}

    public init(parsing text: String) {
        for line in text.split(separator: "\n") where line.hasPrefix("export ") {
            let assignment = line.dropFirst("export ".count)
            guard let equals = assignment.firstIndex(of: "=") else { continue }
            var value = assignment[assignment.index(after: equals)...]
            for quote in ["'", "\""] where value.count >= 2 && value.hasPrefix(quote) && value.hasSuffix(quote) {
                value = value.dropFirst().dropLast()
            }
            self[String(assignment[..<equals])] = String(value)
        }
    }

    /// The file's text; the values hold no quotes.
    public var text: String {
        values.map { "export \($0.name)='\($0.value)'\n" }.joined()
    }

    /// Without what only the tests of the suite itself need.
    public func withoutTests() -> EnvironmentFile {
        var file = self
        for name in values.map(\.name) where name.hasPrefix("MINQING_TEST_") { file[name] = nil }
        return file
    }

    public func required(_ name: String) throws -> String {
        guard let value = self[name] else { throw OperatorFault.unavailable("\(name) is not set: run `minqing up`") }
        return value
    }
}
