public import IntakeDomain
public import Wire

// The codes by which forms and responses name the values of this context.

extension Authority: WireEnumeration {}
extension CallbackResult: WireEnumeration {}
extension Channel: WireEnumeration {}
extension Placement.Doubt: WireEnumeration {}
extension RefusalReason: WireEnumeration {}
extension RequestState: WireEnumeration {}
extension Urgency: WireEnumeration {}
