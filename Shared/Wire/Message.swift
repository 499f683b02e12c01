/// A message that a context publishes, in a fixed form under a fixed name.
public protocol Message: FieldCodable, Equatable {
    /// The name, as in `intake.request.registered`.
    static var type: String { get }

    /// The major version of the schema; a consumer that knows only lower ones must not guess.
    static var version: Int { get }

    /// What it says, in one sentence.
    static var summary: String { get }
}
