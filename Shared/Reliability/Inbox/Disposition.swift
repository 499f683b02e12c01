/// What became of a message that was not applied.
public enum Disposition: Sendable, Hashable {
    /// It waits for its next attempt.
    case waits
    /// It is a dead letter.
    case dead
    /// Its row stays as it is: it is applied, waits already, or is another process's by now.
    case ignored
}
