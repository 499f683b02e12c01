/// A value in an AMQP field table.
///
/// Source: AMQP 0-9-1 section 4.2.5.5, with RabbitMQ's amendments.
public enum HeaderValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// Units: seconds since the Unix epoch.
    case timestamp(UInt64)
    case array([HeaderValue])
    case table(Headers)
}

/// An ordered field table: message headers or declaration arguments.
public struct Headers: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The entries in the order in which they were added.
    public private(set) var entries: [Entry]

    /// One name with its value.
    public struct Entry: Sendable, Hashable {
        /// Range: at most 255 bytes of UTF-8 on the wire.
        public let name: String
        /// What stands under the name.
        public let value: HeaderValue

        /// Makes the entry.
        public init(name: String, value: HeaderValue) {
            self.name = name
            self.value = value
        }
    }

    /// Makes an empty table.
    public init() {
        entries = []
    }

    /// Takes the entries in the order in which they are written.
    public init(dictionaryLiteral elements: (String, HeaderValue)...) {
        entries = elements.map { Entry(name: $0.0, value: $0.1) }
    }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value under a name; setting replaces it, or adds it at the end; nil removes it.
    public subscript(_ name: String) -> HeaderValue? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index] = Entry(name: name, value: value)
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The text under a name, if it is text.
    public func string(_ name: String) -> String? {
        if case .string(let value)? = self[name] { value } else { nil }
    }

    /// The whole number under a name, if it is one.
    public func integer(_ name: String) -> Int64? {
        if case .integer(let value)? = self[name] { value } else { nil }
    }
}
