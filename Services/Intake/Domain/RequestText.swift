public import PersonalData

/// What the requester asked for, in the requester's own words.
///
/// It never leaves this context's tables and pages.
public struct RequestText: Sendable, Hashable {
    /// The subject, if there is one.
    public let title: String?
    /// The words.
    public let body: String

    /// The longest text.
    public static let limit = TextLimit(characters: 20_000)
    /// The longest subject.
    public static let titleLimit = TextLimit(characters: 200)

    /// Reads a text; markup in it is text like any other, and what is invisible is taken away.
    public init(title: String?, body: String) throws(TextFault) {
        self.body = try CleanText(body, form: .lines, limit: Self.limit).text
        self.title = try CleanText(optional: title, limit: Self.titleLimit)?.text
    }

    /// Takes a text as it was kept.
    public init(keptTitle title: String?, body: String) {
        self.title = title
        self.body = body
    }
}
