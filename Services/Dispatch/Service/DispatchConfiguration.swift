import DispatchApplication
import DispatchDomain
import ServiceRuntime

/// The settings of Dispatch besides those of every service.
struct DispatchConfiguration: Sendable {
    /// The figures, the calendar and the catalogue.
    let city: CityRules

    /// The keys, in the order of the README's table.
    static let keys = [folder, loadCap, historyPrior, signIn, arrival, emergency, officeHours]

    private static let folder = ConfigurationKey(
        "city.data", .text, required: true, summary: "The folder with catalogue.csv and calendar.csv.")
    private static let loadCap = ConfigurationKey(
        "dispatch.load.cap", .integer(1...100), fallback: "3", summary: "Orders in hand at which no more are offered.")
    private static let historyPrior = ConfigurationKey(
        "dispatch.history.prior", .integer(0...1_000), fallback: "320",
        summary: "Acceptance rate assumed of the unknown, per mille.")
    private static let signIn = ConfigurationKey(
        "dispatch.signin.minutes", .integer(1...10_000), fallback: "30",
        summary: "Working minutes until someone has taken an order on.")
    private static let arrival = ConfigurationKey(
        "dispatch.arrival.minutes", .integer(1...10_000), fallback: "15", summary: "Minutes from acceptance to arrival."
    )
    private static let emergency = ConfigurationKey(
        "dispatch.emergency.hours", .integer(1...1_000), fallback: "2", summary: "Hours to solve an emergency.")
    private static let officeHours = ConfigurationKey(
        "dispatch.office.hours", .text, fallback: "09:00-12:00, 13:30-17:30",
        summary: "Hours of an ordinary working day.")

    /// Throws: `ConfigurationError` for the first key or file that is at fault.
    init(_ source: ConfigurationSource) throws(ConfigurationError) {
        let folder = try source.text(Self.folder)
        var figures = CityRules.Figures()
        figures.loadCap = try source.integer(Self.loadCap)
        figures.historyPriorPerMille = try source.integer(Self.historyPrior)
        figures.signInMinutes = try source.integer(Self.signIn)
        figures.arrivalMinutes = try source.integer(Self.arrival)
        figures.emergencyHours = try source.integer(Self.emergency)
        figures.officeHours = try source.text(Self.officeHours)
        let catalogue = try ConfigurationText.text(at: "\(folder)/catalogue.csv", named: Self.folder.variable)
        let calendar = try ConfigurationText.text(at: "\(folder)/calendar.csv", named: Self.folder.variable)
        do {
            city = try CityRules(catalogue: catalogue, calendar: calendar, figures: figures)
        } catch {
            throw ConfigurationError(variable: Self.folder.variable, reason: "\(error)")
        }
    }
}
