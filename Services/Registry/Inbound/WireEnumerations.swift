public import RegistryDomain
public import Wire

// The codes by which forms and responses name the values of this context.

extension MemberAvailability: WireEnumeration {}
extension MemberStatus: WireEnumeration {}
