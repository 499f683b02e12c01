public import RegistryDomain
public import Wire

// The words that forms and responses name this context's values by.

extension MemberAvailability: WireEnumeration {}
extension MemberStatus: WireEnumeration {}
