import City
import DispatchDomain
import Kernel
import ServiceRuntime
import Wire

// What units do with orders before the result.

extension DispatchRoutes {
    var assignmentRoutes: [Endpoint] {
        [
            command(
                "assign", operation: "assignMember", summary: "指派党员。Assigns a work order to a member by hand.",
                roles: .any(.dispatcher, .unit), body: .json(AssignmentForm.schema), scope: \.asStaff
            ) { .assign(try AssignmentForm(from: $0.json).member, unitArea: $0.principal.asStaff.area) }
        ]
    }
}

/// Who is put on an order by hand.
struct AssignmentForm: FieldCodable {
    let member: MemberID

    static let fields = Fields(
        name: "Assignment", unknown: .refused, Self.init(member:),
        Field("member_id", \.member, "Identifier of the member who is to handle the order."))
}
