import City
public import Wire

/// Every event that this context publishes, by the kind of its aggregate.
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
