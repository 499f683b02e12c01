/// Tags the identifier of an actor: a person or a service.
public enum ActorTag {}

/// The identifier of the person or service that acts.
public typealias ActorID = Identifier<ActorTag>
