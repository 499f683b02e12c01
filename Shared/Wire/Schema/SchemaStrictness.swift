extension Schema {
    /// Refuses members that the schema does not name, at every depth where it says so.
    ///
    /// Why: a member such as `is_admin` must not pass unseen, and a misspelt optional one must not be lost.
    public func rejectUnknown(in object: WireObject) throws(WireError) {
        guard case .object(_, let properties, let unknown) = self else { return }
        if unknown == .refused {
            for key in object.members.keys where !properties.contains(where: { $0.name == key }) {
                throw object.error(.unknownField, at: key)
            }
        }
        for property in properties {
            guard let value = object.value(property.name) else { continue }
            switch (property.schema, value) {
            case (.object, .object):
                try property.schema.rejectUnknown(in: object.object(property.name))
            case (.array(let element, _), .array(let values)):
                guard case .object = element else { continue }
                let path = object.path.isEmpty ? property.name : "\(object.path).\(property.name)"
                for (index, value) in values.enumerated() {
                    guard case .object(let members) = value else { continue }
                    try element.rejectUnknown(in: WireObject(members, path: "\(path)[\(index)]"))
                }
            default: continue
            }
        }
    }
}
