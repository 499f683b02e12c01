import DispatchApplication
import DispatchDomain
import Kernel
import Wire

/// An open offer as its member sees it.
struct OfferResponse: FieldEncodable {
    let offer: OfferLine

    static let fields = WrittenFields<Self>(
        name: "Offer",
        WrittenField("id", \.offer.id, "Identifier of the offer."),
        WrittenField("work_order_id", \.offer.workOrder, "Identifier of the work order."),
        WrittenField("request_id", \.offer.request, "Identifier of the service request."),
        WrittenField("category", \.offer.category, "Path of the category in the category tree."),
        WrittenField("urgency", \.offer.urgency, "Urgency of the request."),
        WrittenField("area", \.offer.area, "Area of the work."),
        WrittenField("wave", \.offer.wave, within: 1...100, "Number of the wave."),
        WrittenField("offered_at", \.offer.offeredAt, "Time at which the offer was made."),
        WrittenField("expires_at", \.offer.expiresAt, "Time at which the offer expires."))
}
