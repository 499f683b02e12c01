import City
import DispatchContract
import IntakeContract
import Kernel

/// The writes that answers of success acknowledged to clients: each has to be stored, and stored once.
struct AcknowledgedWrites: Sendable {
    /// A round of a request's life in which somebody was called back.
    struct Round: Hashable, Sendable {
        let request: ServiceRequestID
        let round: Int
    }

    /// Offers that their members took.
    var accepted: Set<OfferID> = []
    /// Orders whose result was reported.
    var submitted: Set<WorkOrderID> = []
    /// Orders whose result passed.
    var verified: Set<WorkOrderID> = []
    /// How often nobody answered, by round.
    var unreachable: [Round: Int] = [:]
    /// Rounds in which the requester was reached.
    var reached: Set<Round> = []
    /// Stars by request.
    var rated: [ServiceRequestID: Int] = [:]
}
