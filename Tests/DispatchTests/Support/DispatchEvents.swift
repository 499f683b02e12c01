import City
import IntakeContract
import Kernel
import Messaging
import RegistryContract
import ServiceTestSupport

/// What other contexts publish of the requests and the members of an area at a moment.
struct DispatchEvents {
    let builder: DeliveryBuilder
    private let area: AreaCode
    private let moment: Timestamp

    init(area: AreaCode, at moment: Timestamp) {
        builder = DeliveryBuilder(area: area, at: moment)
        self.area = area
        self.moment = moment
    }

    /// Registry's events of members who register and check in.
    func enrolment(of numbers: ClosedRange<UInt64>, skills: [String] = []) -> [Delivery] {
        numbers.flatMap { number in
            [
                builder.event(
                    MemberRegistered(area: area, skills: skills), of: id(number, MemberTag.self), version: 1),
                builder.event(MemberCheckedIn(area: area), of: id(number, MemberTag.self), version: 2),
            ]
        }
    }

    /// Intake's event of a request that is registered.
    func registration(of request: UInt64) -> Delivery {
        builder.event(
            RequestRegistered(channel: .phone, urgency: .general, area: area, located: true), of: requestID(request),
            version: 1)
    }

    /// Intake's event of a request that is accepted.
    func acceptance(
        of request: UInt64, version: Int64 = 2, round: Int = 1, urgency: Urgency = .general, category: String = "民政"
    ) -> Delivery {
        builder.event(
            RequestAccepted(category: category, urgency: urgency, area: area, round: round, registeredAt: moment),
            of: requestID(request), version: version)
    }
}
