extension ServiceRequest {
    /// What follows on the registration at once: the acceptance, where category and place are both sure.
    public var eventsAtRegistration: [RequestEvent] {
        guard case .registered(let category?) = progress, located else { return [] }
        return [.accepted(category: category, urgency: urgency, area: area, round: 1)]
    }
}
