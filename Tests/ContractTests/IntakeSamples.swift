import IntakeContract

extension Sample {
    static let intake: [Sample] = [
        Sample(
            RequestRegistered(
                channel: .phone, category: Known.category, urgency: .urgent, area: Known.grid, located: true)),
        Sample(
            RequestAccepted(
                category: Known.category, urgency: .general, area: Known.grid, skill: "plumbing", round: 1,
                registeredAt: Known.registered)),
        Sample(RequestHandedOver(authority: "119")),
        Sample(RequestRefused(reason: .notInRemit)),
        Sample(RequestWithdrawn()),
        Sample(CallbackDue(round: 2, workOrderID: Known.workOrder)),
        Sample(RequestCalledBack(round: 2, result: .basicallySatisfied, resolved: false, attempt: 3)),
        Sample(RequestReopened(round: 3, workOrderID: Known.workOrder)),
        Sample(
            RequestClosed(
                round: 2, category: Known.category, area: Known.community, result: .satisfied,
                workOrderID: Known.workOrder, registeredAt: Known.registered)),
        Sample(RequestRated(stars: 5, workOrderID: Known.workOrder)),
    ]
}
