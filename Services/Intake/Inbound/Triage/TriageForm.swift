import IntakeDomain
import Kernel
import Wire

/// What triage 甄别 found.
///
/// Why: it is read by hand, because a blank urgency counts as absent here and is refused by a declared field.
struct TriageForm: WireDecodable {
    let category: Category
    let urgency: Urgency
    let area: AreaCode

    static let schema = Schema.object(
        name: "Triage",
        [
            .init("category", .string(), "Path of the category in the category tree."),
            .init("area", .areaCode, "Grid or community that is responsible."),
            .init(
                "urgency", Urgency.schema(NoLimits()), required: false, "Urgency of the request; `general` if absent."),
        ])

    init(from form: WireObject) throws(WireError) {
        guard let category = try RegistrationForm.category(form) else { throw form.error(.missing, at: "category") }
        self.category = category
        urgency = try form.optionalEnumeration("urgency") ?? .general
        area = try form.areaCode("area")
    }
}
