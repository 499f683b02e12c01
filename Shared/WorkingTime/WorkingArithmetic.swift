import City
public import Kernel

extension WorkingCalendar {
    /// The working time from one moment to a later one, whole milliseconds; none if the second is not later.
    public func workingTime(from start: Timestamp, to end: Timestamp) -> WorkingDuration {
        WorkingDuration(milliseconds: workingMicroseconds(from: start, to: end) / 1_000)
    }

    /// The earliest moment by which that much working time has passed; the start itself for none.
    ///
    /// So a length that fills a day ends with the day's work at 17:30, not with the next day's beginning at 09:00. A
    /// calendar without any work in sight gives the end of the year 9998.
    public func moment(after duration: WorkingDuration, from start: Timestamp) -> Timestamp {
        moment(afterMicroseconds: duration.microseconds, from: start)
    }

    /// The end of the working hours of the `count`th working day that follows the day of a moment.
    ///
    /// The day of the moment itself does not count, whatever the hour. A count of 0 means the same day: the end of its
    /// hours if they still lie ahead, otherwise that of the next working day.
    ///
    /// Source: Civil Code of the PRC, article 201 (the day on which a period begins is not counted) and article 203
    /// (the last day ends when business closes). Counting only working days, and the meaning of 0, are our choice.
    public func endOfWorkingDay(_ count: Int, after moment: Timestamp) -> Timestamp {
        let today = Self.date(of: moment)
        if count <= 0, let close = close(of: today), moment < close { return close }
        var remaining = max(count, 1)
        var date = today
        while date < Self.lastDate {
            date = date.adding(days: 1)
            guard let close = close(of: date) else { continue }
            remaining -= 1
            if remaining == 0 { return close }
        }
        return Self.endOfTime
    }

    /// The end of the last stretch of a day; `nil` for a day without work.
    private func close(of date: CivilDate) -> Timestamp? {
        stretches(on: date).last.map { Timestamp(microseconds: $0.upperBound) }
    }

    func workingMicroseconds(from start: Timestamp, to end: Timestamp) -> Int64 {
        guard start < end else { return 0 }
        let span = start.microseconds..<end.microseconds
        var total: Int64 = 0
        var date = Self.date(of: start)
        let last = Self.date(of: end)
        while date <= last {
            for stretch in stretches(on: date) {
                let worked = stretch.clamped(to: span)
                total += worked.upperBound - worked.lowerBound
            }
            date = date.adding(days: 1)
        }
        return total
    }

    func moment(afterMicroseconds duration: Int64, from start: Timestamp) -> Timestamp {
        guard duration > 0 else { return start }
        var remaining = duration
        var date = Self.date(of: start)
        while date <= Self.lastDate {
            for stretch in stretches(on: date) where stretch.upperBound > start.microseconds {
                let begin = max(stretch.lowerBound, start.microseconds)
                let length = stretch.upperBound - begin
                if remaining <= length { return Timestamp(microseconds: begin + remaining) }
                remaining -= length
            }
            date = date.adding(days: 1)
        }
        return Self.endOfTime
    }

    /// 9998-12-31, the last day that a ``Timestamp`` can be read of.
    private static let lastDate = CivilDate(daysSinceEpoch: 2_932_531)

    private static let endOfTime = lastDate.adding(days: 1).start(offsetSeconds: CityTime.offsetSeconds)
}
