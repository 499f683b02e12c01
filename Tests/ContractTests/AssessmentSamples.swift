import AssessmentContract

extension Sample {
    static let assessment: [Sample] = [
        Sample(
            PointsPosted(
                memberID: Known.member, workOrderID: Known.workOrder, requestID: Known.request, area: Known.community,
                quarterHours: 6, points: 2_340, stars: 2)),
        Sample(
            PointsReversed(memberID: Known.member, workOrderID: Known.workOrder, quarterHours: 6, points: 2_340)),
    ]
}
