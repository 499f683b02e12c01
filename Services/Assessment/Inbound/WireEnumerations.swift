public import AssessmentDomain
public import Wire

// The words that responses name this context's values by.

extension Posting.Kind: WireEnumeration {}
