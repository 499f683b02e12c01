import Messaging

/// How a topic exchange matches: words between dots, `*` for one word, `#` for any number of them.
///
/// Source: AMQP 0-9-1 section 3.1.3.3.
enum TopicPattern {
    static func matches(_ pattern: String, _ key: String) -> Bool {
        matches(words(pattern), words(key))
    }

    private static func words(_ text: String) -> ArraySlice<Substring> {
        text.split(separator: ".", omittingEmptySubsequences: false)[...]
    }

    private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
        guard let first = pattern.first else { return key.isEmpty }
        if first == "#" {
            return matches(pattern.dropFirst(), key) || (!key.isEmpty && matches(pattern, key.dropFirst()))
        }
        guard let word = key.first, first == "*" || first == word else { return false }
        return matches(pattern.dropFirst(), key.dropFirst())
    }
}

extension Topology {
    /// The queues that a message to an exchange comes to.
    func queues(from exchange: String, key: String) -> [String] {
        guard let kind = exchanges.first(where: { $0.name == exchange })?.kind else { return [] }
        return bindings.filter { binding in
            guard binding.exchange == exchange else { return false }
            return switch kind {
            case .direct: binding.routingKey == key
            case .fanout: true
            case .topic: TopicPattern.matches(binding.routingKey, key)
            case .headers: false
            }
        }.map(\.queue)
    }
}
