extension WireObject {
    /// Refuses members that a schema does not name, at every depth, so that a misspelt or smuggled one does not pass
    /// unseen.
    ///
    /// Why on the layout that the reader made: a second reading of the bytes would have to agree with the first on every
    /// text, and names are compared where they lie, so that no value is made of a member that is refused.
    ///
    /// Throws: `unknownField` for the first one in the order of the text.
    public func rejectUnknown(_ schema: Schema) throws(WireError) {
        try document.rejectUnknown(schema, at: location)
    }
}

extension JSONDocument {
    fileprivate func rejectUnknown(_ schema: Schema, at location: Int) throws(WireError) {
        let entry = entries[location]
        switch (schema, entry.kind) {
        case (.object(_, let properties, .refused), .object):
            try rejectUnknown(properties, in: entry, at: location)
        case (.array(let element, _), .array):
            var next = location + 1
            for _ in 0..<entry.count {
                try rejectUnknown(element, at: next)
                next = self.next(after: next)
            }
        default: return
        }
    }

    private func rejectUnknown(
        _ properties: [Schema.Property], in object: JSONEntry, at location: Int
    ) throws(WireError) {
        var key = location + 1
        for _ in 0..<object.count {
            let property = withContent(entries[key]) { content in
                content.withUnsafeBytes { bytes in properties.first { $0.name.utf8.elementsEqual(bytes) } }
            }
            guard let property else { throw WireError(code: .unknownField, path: path(to: key + 1)) }
            try rejectUnknown(property.schema, at: key + 1)
            key = next(after: key + 1)
        }
    }
}
