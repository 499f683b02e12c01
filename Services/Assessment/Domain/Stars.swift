/// A volunteer's stars: by hours only, so that points cannot buy one.
public enum Stars {
    /// The hours for one to five stars.
    ///
    /// Units: quarter hours.
    ///
    /// Source: 民函〔2012〕340号: 100, 300, 600, 1,000 and 1,500 hours.
    public static let thresholds = [400, 1_200, 2_400, 4_000, 6_000]

    /// The stars for that much service.
    ///
    /// Range: 0 to 5.
    public static func earned(quarterHours: Int) -> Int {
        thresholds.prefix { $0 <= quarterHours }.count
    }
}
