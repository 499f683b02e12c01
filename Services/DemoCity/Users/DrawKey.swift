/// What a random draw is about, in terms that are the same in every run of a plan.
///
/// Why: identifiers are made of the clock and of random bits, so a draw that depends on one cannot be repeated.
struct DrawKey: Hashable, Sendable {
    /// The request's number in the plan.
    let request: Int
    /// Which of the request's work orders, from 1; 0 where none is meant.
    var round = 0
    /// Which wave of offers, from 1; 0 where none is meant.
    var wave = 0
    /// Which try at the same thing, from 1.
    var attempt = 1
    /// The member's number, as `DY000017`; empty where no member is meant.
    var member = ""

    /// The same, seen by a member whom a wave of offers reached.
    func wave(_ wave: Int, member: String) -> DrawKey {
        var key = self
        key.wave = wave
        key.member = member
        return key
    }

    /// The same at another try.
    func attempt(_ attempt: Int) -> DrawKey {
        var key = self
        key.attempt = attempt
        return key
    }
}
