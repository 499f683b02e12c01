public import Kernel

// The tags of the identifiers that cross the walls between contexts. They are empty types: they keep a member's
// identifier from a work order's at compile time, and nothing else.

/// Tags the identifier of a service request 诉求 (owned by Intake).
public enum ServiceRequestTag {}

/// Tags the identifier of a work order 工单 (owned by Dispatch).
public enum WorkOrderTag {}

/// Tags the identifier of an offer 要约 (owned by Dispatch).
public enum OfferTag {}

/// Tags the identifier of a member 党员 (owned by Registry).
public enum MemberTag {}

/// Tags the identifier of an organisation or unit 单位 (owned by Registry).
public enum OrganisationTag {}

/// Tags the identifier of a posting in the points ledger (owned by Assessment).
public enum PostingTag {}

/// The identifier of a service request.
public typealias ServiceRequestID = Identifier<ServiceRequestTag>
/// The identifier of a work order.
public typealias WorkOrderID = Identifier<WorkOrderTag>
/// The identifier of an offer.
public typealias OfferID = Identifier<OfferTag>
/// The identifier of a member.
public typealias MemberID = Identifier<MemberTag>
/// The identifier of an organisation.
public typealias OrganisationID = Identifier<OrganisationTag>
/// The identifier of a posting.
public typealias PostingID = Identifier<PostingTag>
