import City
import Kernel
import Wire

/// Who is put on an order by hand.
struct AssignmentForm: FieldCodable {
    let member: MemberID

    static let fields = Fields(
        name: "Assignment", unknown: .refused, Self.init(member:),
        Field("member_id", \.member, "Identifier of the member who is to handle the order."))
}
