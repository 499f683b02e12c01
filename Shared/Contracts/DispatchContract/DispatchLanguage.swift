import City
public import Wire

/// Everything that this context tells the others, by the aggregate kind that tells it.
public enum DispatchLanguage {
    /// The name that stands as `source` in each envelope.
    public static let source = CityContext.dispatch.name
    /// Every message, in the order of a life.
    public static let messages: [any Message.Type] = [
        WorkOrderIssued.self, WorkOrderOffered.self, OfferDeclined.self, OffersExpired.self,
        WorkOrderAccepted.self, MemberArrived.self, WorkOrderSubmitted.self, WorkOrderVerified.self,
        ReworkOrdered.self, LightChanged.self, WorkOrderEscalated.self, WorkOrderCancelled.self,
    ]
}
