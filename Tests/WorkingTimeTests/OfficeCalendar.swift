import Kernel
import Testing
import WorkingTime

/// The days named in the State Council's notices for 2025 and 2026, and one of 2027 as it will be imported.
let holidayText = """
    date,kind,name,source
    # 国务院办公厅关于2025年部分节假日安排的通知, 2024-11-12
    2025-01-26,workday,春节,国办发明电〔2024〕12号
    2025-01-28,holiday,春节,国办发明电〔2024〕12号
    2025-02-08,workday,春节,国办发明电〔2024〕12号

    # 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04
    2026-01-01,holiday,元旦,国务院办公厅 2025-11-04
    2026-01-02,holiday,元旦,国务院办公厅 2025-11-04
    2026-01-03,holiday,元旦,国务院办公厅 2025-11-04
    2026-01-04,workday,元旦,国务院办公厅 2025-11-04
    2026-02-14,workday,春节,国务院办公厅 2025-11-04
    2026-02-15,holiday,春节,国务院办公厅 2025-11-04
    2026-02-16,holiday,春节,国务院办公厅 2025-11-04
    2026-02-17,holiday,春节,国务院办公厅 2025-11-04
    2026-02-18,holiday,春节,国务院办公厅 2025-11-04
    2026-02-19,holiday,春节,国务院办公厅 2025-11-04
    2026-02-20,holiday,春节,国务院办公厅 2025-11-04
    2026-02-21,holiday,春节,国务院办公厅 2025-11-04
    2026-02-22,holiday,春节,国务院办公厅 2025-11-04
    2026-02-23,holiday,春节,国务院办公厅 2025-11-04
    2026-02-28,workday,春节,国务院办公厅 2025-11-04
    2026-09-20,workday,国庆节,国务院办公厅 2025-11-04
    2026-09-25,holiday,中秋节,国务院办公厅 2025-11-04
    2026-10-01,holiday,国庆节,国务院办公厅 2025-11-04
    2026-10-02,holiday,国庆节,国务院办公厅 2025-11-04
    2026-10-05,holiday,国庆节,国务院办公厅 2025-11-04
    2026-10-06,holiday,国庆节,国务院办公厅 2025-11-04
    2026-10-07,holiday,国庆节,国务院办公厅 2025-11-04
    2026-10-10,workday,国庆节,国务院办公厅 2025-11-04
    2027-01-01,holiday,元旦,全国年节及纪念日放假办法
    """

/// Monday to Friday from 09:00 to 12:00 and from 13:30 to 17:30, seven hours a day.
func officeCalendar(version: String = "office-1") throws -> WorkingCalendar {
    let hours = try #require(DayHours(parsing: "09:00-12:00, 13:30-17:30"))
    return WorkingCalendar(
        version: version, week: WeekHours(ordinary: hours), holidays: try HolidayTable(parsing: holidayText))
}

func officePolicy(greatestExtensions: Int = 1) throws -> ClockPolicy {
    ClockPolicy(version: "policy-1", calendar: try officeCalendar(), greatestExtensions: greatestExtensions)
}

let urgentPolicy = ClockPolicy(version: "urgent-1", calendar: .roundTheClock)

/// A moment in Asia/Shanghai, `2026-11-16 09:00` or with seconds.
func local(_ text: String) throws -> Timestamp {
    let time = text.count == 16 ? "\(text):00" : text
    return try #require(Timestamp(iso8601: time.replacing(" ", with: "T") + "+08:00"), "\(text)")
}

extension String {
    func replacing(_ old: Character, with new: Character) -> String { String(map { $0 == old ? new : $0 }) }
}

let zhang = ActorID(high: 0, low: 1)
let li = ActorID(high: 0, low: 2)
