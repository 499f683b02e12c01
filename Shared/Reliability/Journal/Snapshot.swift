/// The bounds of a PostgreSQL snapshot, and its text to hand back.
///
/// Source: PostgreSQL 15 manual, 9.26.8 (transaction ID and snapshot information functions): `xmin:xmax:xip_list`.
public struct Snapshot: Sendable, Hashable {
    /// As PostgreSQL prints it.
    public let text: String
    /// Every transaction below it is over.
    public let xmin: UInt64
    /// No transaction from here on was over; some may have been under way.
    public let xmax: UInt64

    /// Nothing is visible in it.
    public static let beforeAll = Snapshot(text: "1:1:", xmin: 1, xmax: 1)

    /// Reads PostgreSQL's text; nil where it is not a snapshot.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let xmin = UInt64(parts[0]), let xmax = UInt64(parts[1]), xmin <= xmax else {
            return nil
        }
        self.init(text: text, xmin: xmin, xmax: xmax)
    }

    private init(text: String, xmin: UInt64, xmax: UInt64) {
        self.text = text
        self.xmin = xmin
        self.xmax = xmax
    }
}
