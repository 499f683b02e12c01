/// The key of a field, with what writing and finding it need made beforehand.
public struct FieldKey: Sendable, Hashable {
    /// The key.
    public let name: String
    /// The key in quotation marks with its colon.
    let text: [UInt8]
    /// The hash by which a document finds it.
    let hash: UInt32

    /// Makes the key.
    public init(_ name: String) {
        self.name = name
        var bytes: [UInt8] = []
        name.writeKey(to: &bytes, afterComma: false)
        text = bytes
        hash = Array(name.utf8).withUnsafeBytes { JSONEntry.hash($0) }
    }
}
