import DispatchContract

extension Sample {
    static let dispatch: [Sample] = [
        Sample(
            WorkOrderIssued(
                requestID: Known.request, round: 1, category: Known.category, area: Known.grid,
                resolutionDue: Known.due)),
        Sample(
            WorkOrderOffered(
                requestID: Known.request, wave: 2,
                offers: [
                    OfferedMember(offerID: Known.offer, memberID: Known.member),
                    OfferedMember(offerID: Known.otherOffer, memberID: Known.otherMember),
                ], expiresAt: Known.expiry)),
        Sample(OfferDeclined(offerID: Known.offer, memberID: Known.member, reason: .notSkilled)),
        Sample(OffersExpired(wave: 2)),
        Sample(WorkOrderAccepted(requestID: Known.request, memberID: Known.member, offerID: Known.offer)),
        Sample(MemberArrived(memberID: Known.member)),
        Sample(WorkOrderSubmitted(memberID: Known.member, result: .partlySolved, quarterHours: 6)),
        Sample(
            WorkOrderVerified(
                requestID: Known.request, round: 1, memberID: Known.member, verifierID: Known.verifier,
                category: Known.category, area: Known.community, result: .solved, quarterHours: 6, difficulty: 12,
                urgency: 15, profession: 13)),
        Sample(ReworkOrdered(memberID: Known.member, reason: .noEvidence)),
        Sample(
            LightChanged(clock: .signIn, from: .green, to: .yellow, category: Known.category, area: Known.street)),
        Sample(WorkOrderEscalated(from: .community, to: .street, cause: .redLight, area: Known.street)),
        Sample(WorkOrderCancelled(requestID: Known.request)),
    ]
}
