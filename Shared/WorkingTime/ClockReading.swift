public import Kernel

// What a journal says at a moment. Entries dated after the moment are not known then, so a reading of a past moment is
// the same today as it was.

extension ClockJournal {
    /// The working time that has passed until a moment, pauses left out, by the rules in force then.
    public func elapsed(at moment: Timestamp) -> WorkingDuration {
        guard let timeline = Timeline(entries, at: moment) else { return .zero }
        return WorkingDuration(milliseconds: timeline.elapsedMicroseconds(at: moment) / 1_000)
    }

    /// The working time that the obligation leaves in all, by the rules in force at a moment, extensions included.
    public func allowed(at moment: Timestamp) -> WorkingDuration {
        Timeline(entries, at: max(moment, startedAt))?.current.allowed ?? .zero
    }

    /// The working time that is left at a moment; negative once the limit has passed.
    public func remaining(at moment: Timestamp) -> WorkingDuration {
        allowed(at: moment) - elapsed(at: moment)
    }

    /// The light at a moment; green before the start.
    ///
    /// Red once earned stays, whatever changes the rules later; yellow follows the rules in force.
    public func light(at moment: Timestamp) -> Light {
        guard let timeline = Timeline(entries, at: moment) else { return .green }
        if let red = timeline.reachesRed(), red <= moment { return .red }
        if let yellow = timeline.reachesYellow(), yellow <= moment { return .yellow }
        return .green
    }

    /// When the clock reaches a light, or reached it, by what is known at a moment and if nothing changes.
    ///
    /// `nil` if it never will, because it stands still or was stopped before; green is reached at the start. Seen after
    /// the clock's last entry, a reached light's moment is the first at which ``light(at:)`` answers it.
    public func due(for light: Light, at moment: Timestamp) -> Timestamp? {
        guard let timeline = Timeline(entries, at: max(moment, startedAt)) else { return nil }
        switch light {
        case .green: return startedAt
        case .yellow: return timeline.reachesYellow()
        case .red: return timeline.reachesRed()
        }
    }
}
