/// What the requester asked for, in the requester's own words.
///
/// It never leaves this context's tables and pages.
public struct RequestText: Sendable, Hashable {
    /// The subject, if there is one.
    public let title: String?
    /// The words.
    public let body: String

    /// Units: graphemes.
    public static let limit = 20_000
    /// Units: graphemes.
    public static let titleLimit = 200
    /// Units: bytes.
    ///
    /// Twenty thousand characters of three bytes, and room for some of four.
    public static let byteLimit = 80_000

    /// Reads a text; markup in it is text like any other, and what is invisible is taken away.
    public init(title: String?, body: String) throws(TextFault) {
        let cleanedBody = PersonalText.cleaned(body, keepsLines: true)
        try PersonalText.limit(cleanedBody, characters: Self.limit, bytes: Self.byteLimit)
        let cleanedTitle = title.map { PersonalText.cleaned($0, keepsLines: false) }.flatMap { $0.isEmpty ? nil : $0 }
        if let cleanedTitle {
            try PersonalText.limit(cleanedTitle, characters: Self.titleLimit)
        }
        self.title = cleanedTitle
        self.body = cleanedBody
    }

    /// Takes a text as it was kept.
    public init(keptTitle title: String?, body: String) {
        self.title = title
        self.body = body
    }
}
