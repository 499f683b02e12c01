public import AssessmentApplication
import City
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

extension AccessScope {
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
        try Period(from: queryDate("from"), to: queryDate("to"), now: now)
    }
}

extension QueryParameter {
    /// The two ends of a period.
    static let period = [
        QueryParameter(
            "from", .date, "The first day that counts; the first of the half-year of `to` if it is not given."),
        QueryParameter(
            "to", .date, "The last day that counts; today, or the last that `from` allows, if it is not given."),
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
