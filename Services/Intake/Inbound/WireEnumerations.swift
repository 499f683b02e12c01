public import IntakeDomain
public import Wire

// The words that forms and responses name this context's values by.

extension Authority: WireEnumeration {}
extension CallbackResult: WireEnumeration {}
extension Channel: WireEnumeration {}
extension Placement.Doubt: WireEnumeration {}
extension RefusalReason: WireEnumeration {}
extension RequestState: WireEnumeration {}
extension Urgency: WireEnumeration {}
