public import DispatchDomain
public import Wire

// The words that forms and responses name this context's values by.

extension ClockKind: WireEnumeration {}
extension DeclineReason: WireEnumeration {}
extension Gate: WireEnumeration {}
extension OfferState: WireEnumeration {}
extension ResultCode: WireEnumeration {}
extension ReworkReason: WireEnumeration {}
extension Urgency: WireEnumeration {}
extension WorkOrderState: WireEnumeration {}
