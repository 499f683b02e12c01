public import AssessmentApplication
import Kernel
public import ServiceRuntime

/// The HTTP face of the assessment.
public struct AssessmentAPI: Sendable {
    let accounts: ReadAccounts
    let statistics: ReadStatistics

    public init(reader: any LedgerReader) {
        accounts = ReadAccounts(reader: reader)
        statistics = ReadStatistics(reader: reader)
    }

    /// Every route.
    public var endpoints: [Endpoint] { accountEndpoints + statisticsEndpoints }
}

extension ActingScope {
    /// What the caller may see.
    init(_ principal: Principal) {
        self.init(area: principal.area, actor: principal.id)
    }
}

extension RequestInput where Caller == Principal {
    /// The member in the path, whom a caller with none of the named roles must be.
    ///
    /// Throws: 404 for somebody else, as for nobody.
    func member(besides first: Role, _ others: Role...) throws(Problem) -> MemberID {
        let id: MemberID = try identifier("id")
        guard !principal.roles.isDisjoint(with: [first] + others) || principal.id.retagged() == id else {
            throw .notFound
        }
        return id
    }

    /// The days that the query asks for; the running half-year up to today if it does not say.
    ///
    /// Throws: 422 for a period that ends before it begins or is too long.
    func period() throws -> Period {
        let usual = Period.halfYear(at: now)
        return try Period(from: queryDate("from") ?? usual.from, to: queryDate("to") ?? usual.to)
    }
}

extension QueryParameter {
    /// The two ends of a period.
    static let period = [
        QueryParameter("from", .date, "The first day that counts; the half-year's first if it is not given."),
        QueryParameter("to", .date, "The last day that counts; today if it is not given."),
    ]
}

extension AssessmentFailure: ProblemConvertible {
    /// 404 or 422.
    public var problem: Problem {
        switch self {
        case .notFound: .notFound
        case .badPeriod: .invalidField(code: "out_of_range", path: "to")
        }
    }
}
