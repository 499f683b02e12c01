public import City
public import Kernel

/// What is asked of a work order.
public enum WorkOrderCommand: AggregateCommand, Hashable {
    /// Makes the next wave of offers, if anybody can take one.
    case offer
    /// 接单: a member takes an offer.
    case accept(OfferID, by: MemberID)
    /// 谢绝: a member declines an offer, which costs nothing.
    case decline(OfferID, by: MemberID, DeclineReason)
    /// 指派: a unit puts a member on the order by hand.
    ///
    /// `unitArea` is the unit's area: a member who belongs neither there nor to the order's district is as unknown to it as
    /// one who does not exist.
    case assign(MemberID, unitArea: AreaCode)
    /// 到场: the holder has arrived.
    case arrive(by: MemberID)
    /// 提交办结: the holder reports the result.
    case submit(Submission, by: MemberID)
    /// 核查: somebody else passes the result, or sends it back with a reason.
    case verify(Verdict, by: ActorID)
    /// What is due by now happens: lights turn, offers run out, nobody's orders and late ones go up.
    case passTime
    /// The request was withdrawn.
    case cancel

    /// The verdict on a result.
    public enum Verdict: Sendable, Hashable {
        case passed
        case failed(ReworkReason?)
    }

    /// The commands without what they carry.
    public enum Kind: String, Sendable, CaseIterable {
        case offer, accept, decline, assign, arrive, submit, verify
        case passTime = "pass_time"
        case cancel
    }

    /// Which command it is.
    public var kind: Kind {
        switch self {
        case .offer: .offer
        case .accept: .accept
        case .decline: .decline
        case .assign: .assign
        case .arrive: .arrive
        case .submit: .submit
        case .verify: .verify
        case .passTime: .passTime
        case .cancel: .cancel
        }
    }
}
