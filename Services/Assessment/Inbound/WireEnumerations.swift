public import AssessmentDomain
public import Wire

// The codes by which responses name the values of this context.

extension Posting.Kind: WireEnumeration {}
