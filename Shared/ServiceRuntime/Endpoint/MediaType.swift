import HTTPTypes

/// The type of a body, as `Content-Type` names it.
enum MediaType {
    /// `type/subtype` in lower case; `nil` if the header is absent or there are two.
    static func essence(of head: HTTPRequest) -> String? {
        let values = head.headerFields[values: .contentType]
        guard values.count == 1, let value = values.first else { return nil }
        return value.prefix { $0 != ";" }.trimmed().lowercased()
    }

    /// Whether the body is of one of the types, in UTF-8.
    static func isAccepted(_ head: HTTPRequest, types: [String]) -> Bool {
        guard let essence = essence(of: head), types.contains(essence) else { return false }
        let parameters = head.headerFields[.contentType]?.split(separator: ";").dropFirst() ?? []
        return parameters.allSatisfy { parameter in
            let text = parameter.trimmed().lowercased()
            guard text.hasPrefix("charset=") else { return true }
            return ["utf-8", "\"utf-8\""].contains(text.dropFirst("charset=".count))
        }
    }
}

extension Substring {
    /// The text without spaces and tabs at its ends.
    func trimmed() -> Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
