public import DispatchDomain
public import Wire
import WorkingTime

// The words that forms and responses name this context's values by.

extension ClockKind: WireEnumeration {}
extension DeclineReason: WireEnumeration {}
extension Gate: WireEnumeration {}
extension OfferState: WireEnumeration {}
extension ResultCode: WireEnumeration {}
extension ReworkReason: WireEnumeration {}
extension Urgency: WireEnumeration {}
extension WorkOrderState: WireEnumeration {}

/// The word of a light; lights themselves are ordered numbers.
enum LightWord: String, WireEnumeration {
    case green, yellow, red

    init(_ light: Light) {
        switch light {
        case .green: self = .green
        case .yellow: self = .yellow
        case .red: self = .red
        }
    }
}
