/// Tags the identifier of whoever acts: a person or a service.
public enum ActorTag {}

/// The identifier of whoever acts.
public typealias ActorID = Identifier<ActorTag>
