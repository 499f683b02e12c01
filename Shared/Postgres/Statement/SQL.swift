/// A statement with its parameters, written as an interpolated string.
///
/// `"select name from area where code = \(code)"` sends the text `… code = $1` and the code apart from it, so a value
/// can never become part of the statement. The only way to put text into the statement is the ugly one:
/// `\(unescaped: columnList)`.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text with `$1`, `$2` … where the parameters stand.
    public private(set) var text: String

    /// The parameters, in the order of their numbers.
    public private(set) var binds: Binds

    /// Where each `$n` begins in the text.
    ///
    /// Units: UTF-8 bytes.
    private var placeholders: [Int]

    /// A statement without parameters, from text that the program itself wrote.
    public init(unescaped text: String) {
        self.text = text
        binds = Binds()
        placeholders = []
    }

    /// A statement without parameters.
    public init(stringLiteral value: String) {
        self.init(unescaped: value)
    }

    /// A statement from its interpolation.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// One statement from two parts; the second part's parameters are numbered after the first's.
    public static func + (left: SQL, right: SQL) -> SQL {
        var joined = left
        joined.append(right)
        return joined
    }

    /// Appends another part.
    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    mutating func append(_ text: String) {
        self.text += text
    }

    mutating func append(_ value: some PostgresEncodable) {
        binds.append(value)
        placeholders.append(text.utf8.count)
        text += "$\(binds.count)"
    }

    mutating func append(_ other: SQL) {
        guard !other.placeholders.isEmpty else {
            text += other.text
            return
        }
        let shift = binds.count
        let source = other.text.utf8
        var start = source.startIndex
        for (number, offset) in other.placeholders.enumerated() {
            let placeholder = source.index(source.startIndex, offsetBy: offset)
            text += other.text[start..<placeholder]
            placeholders.append(text.utf8.count)
            text += "$\(number + 1 + shift)"
            start = source.index(placeholder, offsetBy: "$\(number + 1)".utf8.count)
        }
        text += other.text[start...]
        binds.append(other.binds)
    }

    /// Collects the literal parts and the parameters of a statement.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql: SQL

        /// Starts an empty statement with room for its parts.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(unescaped: "")
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        /// Appends a part of the statement's text.
        public mutating func appendLiteral(_ literal: String) {
            sql.append(literal)
        }

        /// Binds a value to the next `$n`; nil binds a NULL of the value's type.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.append(value)
        }

        /// Binds an optional value; it stands apart so that the compiler knows that nil is meant.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.append(value)
        }

        /// Inserts another statement's text and parameters.
        public mutating func appendInterpolation(_ part: SQL) {
            sql.append(part)
        }

        /// Inserts text as it stands: only for text that the program itself wrote, never for input.
        public mutating func appendInterpolation(unescaped text: String) {
            sql.append(text)
        }
    }
}
