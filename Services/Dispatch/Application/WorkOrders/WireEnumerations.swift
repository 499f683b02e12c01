public import DispatchDomain
public import Wire
public import WorkingTime

// The codes by which forms, responses and stored documents name the values of this context.

extension ClockKind: WireEnumeration {}
extension DeclineReason: WireEnumeration {}
extension Gate: WireEnumeration {}
extension OfferState: WireEnumeration {}
extension ResultCode: WireEnumeration {}
extension PauseCause: WireEnumeration {}
extension ReworkReason: WireEnumeration {}
extension Urgency: WireEnumeration {}
extension WorkOrderState: WireEnumeration {}
