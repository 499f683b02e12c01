public import AssessmentDomain
public import City
public import Kernel
public import Messaging

/// What a batch of events changes in the ledger.
public struct LedgerUpdate: Sendable {
    /// The page after the batch.
    public var book: LedgerBook
    /// The postings, in order.
    public var written: [LedgerBook.Written]
    /// Where members belong now.
    public var memberAreas: [MemberID: AreaCode]
    public var callbacks: [CallbackNote]
    public var ratings: [RatingNote]
    /// What others hear of it, in order.
    public var events: [EventDraft]

    public init(book: LedgerBook) {
        self.book = book
        written = []
        memberAreas = [:]
        callbacks = []
        ratings = []
        events = []
    }
}

/// Where the ledger is written.
public protocol LedgerStore: Sendable {
    /// Passes a batch of one partition through the inbox, opens the page of the ledger that it touches and locks it,
    /// decides, and saves, in one transaction.
    ///
    /// - Parameter decide: gets the page and the indexes of the messages to apply, in order.
    /// - Returns: one outcome per message.
    func receive(
        _ messages: [IncomingMessage], scope: AccessScope, decide: (LedgerBook, _ apply: [Int]) throws -> LedgerUpdate
    ) async throws -> [Outcome]
}

/// Where the ledger is read.
public protocol LedgerReader: Sendable {
    /// What a member holds, if the member is within the scope or is the one who asks.
    func balance(of member: MemberID, scope: AccessScope) async throws -> Balance?

    /// A page of a member's postings, the latest first; before the one with that number.
    func postings(
        of member: MemberID, before number: Int64?, limit: Int, scope: AccessScope
    ) async throws -> [PostingView]

    /// What each member earned in an area between two days of service, both included, from the ledger's lines.
    func earnings(
        in area: AreaCode, from: CivilDate, to: CivilDate, scope: AccessScope
    ) async throws -> [RankingRow]

    /// The callbacks of each area of a level within an area, between two moments.
    func satisfaction(
        in area: AreaCode, by level: AreaCode.Level, from: Timestamp, to: Timestamp, scope: AccessScope
    ) async throws -> [SatisfactionCount]

    /// Whether the books balance.
    func check(scope: AccessScope) async throws -> LedgerCheck
}

/// A posting as it is shown.
public struct PostingView: Hashable, Sendable {
    public let id: PostingID
    public let kind: Posting.Kind
    public let workOrder: WorkOrderID
    public let request: ServiceRequestID
    public let area: AreaCode
    /// The day of the service.
    public let day: CivilDate
    public let credit: Credit
    /// The posting that a reversal takes back.
    public let reverses: PostingID?
    public let postedAt: Timestamp
    /// The posting's position in the ledger.
    public let number: Int64

    public init(
        id: PostingID, kind: Posting.Kind, workOrder: WorkOrderID, request: ServiceRequestID, area: AreaCode,
        day: CivilDate, credit: Credit, reverses: PostingID?, postedAt: Timestamp, number: Int64
    ) {
        self.id = id
        self.kind = kind
        self.workOrder = workOrder
        self.request = request
        self.area = area
        self.day = day
        self.credit = credit
        self.reverses = reverses
        self.postedAt = postedAt
        self.number = number
    }
}

/// What an audit of the books finds; all sums are zero in sound books.
public struct LedgerCheck: Hashable, Sendable {
    public let postings: Int
    public let lines: Int
    /// The sum of all lines in points.
    ///
    /// Units: hundredths of a point.
    public let pointsSum: Int64
    /// The sum of all lines in time.
    ///
    /// Units: quarter hours.
    public let hoursSum: Int64
    /// Postings whose own lines do not sum to zero.
    public let unbalancedPostings: Int
    /// Members whose balance is not the sum of their lines; `nil` where the scope does not show all lines.
    public let accountsOff: Int?

    public init(
        postings: Int, lines: Int, pointsSum: Int64, hoursSum: Int64, unbalancedPostings: Int, accountsOff: Int?
    ) {
        self.postings = postings
        self.lines = lines
        self.pointsSum = pointsSum
        self.hoursSum = hoursSum
        self.unbalancedPostings = unbalancedPostings
        self.accountsOff = accountsOff
    }

    /// Whether everything adds up.
    public var isBalanced: Bool {
        pointsSum == 0 && hoursSum == 0 && unbalancedPostings == 0 && (accountsOff ?? 0) == 0
    }
}
