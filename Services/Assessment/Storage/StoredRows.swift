import AssessmentApplication
import AssessmentDomain
import City
import Kernel
import Postgres
import Reliability

extension Timestamp {
    /// The day in Asia/Shanghai as the tables count it.
    var dayNumber: Int32 { Int32(civil(offsetSeconds: CityTime.offsetSeconds).daysSinceEpoch) }
}
