/// What a question of luck is about, in terms that are the same in every run of a plan.
///
/// Why: identifiers are made of the clock and of chance, so no luck that hangs on one can be repeated.
struct Occasion: Hashable, Sendable {
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
    func wave(_ wave: Int, member: String) -> Occasion {
        var occasion = self
        occasion.wave = wave
        occasion.member = member
        return occasion
    }

    /// The same at another try.
    func attempt(_ attempt: Int) -> Occasion {
        var occasion = self
        occasion.attempt = attempt
        return occasion
    }
}
