import AssessmentDomain
import City
import DispatchDomain
import Kernel

/// What must hold of the ledger when nothing moves any more.
enum LedgerChecks {
    /// A balance is the sum of its postings.
    static func balances(_ world: World) {
        let ledger = world.store(.assessment).tables.ledger
        var sums: [MemberID: Balance] = [:]
        for posting in ledger.postings { sums[posting.record.member, default: .zero].apply(posting) }
        if sums != ledger.balances {
            world.recorder.violate(
                .postedOnce, "the balances are not the sums of \(ledger.postings.count) postings", world)
        }
    }

    /// What was verified is posted, each work order once.
    static func postings(_ world: World) {
        let verified = world.store(.dispatch).tables.recorded.filter {
            if case .verified = $0.event { true } else { false }
        }.map(\.order)
        let standing = world.store(.assessment).tables.ledger.postings.reduce(into: [:]) { counts, posting in
            counts[posting.record.workOrder, default: 0] += posting.kind == .service ? 1 : -1
        }
        if standing != Dictionary(verified.map { ($0, 1) }, uniquingKeysWith: +) {
            world.recorder.violate(
                .postedOnce, "\(verified.count) verified, \(standing.count) work orders posted", world)
        }
    }
}
