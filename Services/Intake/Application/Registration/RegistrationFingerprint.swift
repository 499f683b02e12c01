import IntakeDomain
import PersonalData
import Wire

extension Registration {
    /// Everything that was asked to be registered, in one form however it was written.
    ///
    /// Two sendings are the same only if all of this is the same: in what order a form's members came, with how much
    /// white space, as `5` or `5.0`, does not count. A new member of a registration belongs in here.
    public var canonicalForm: [UInt8] {
        var writer = JSONWriter(reserving: 256 + text.body.utf8.count)
        writer.object { w in
            w.field("channel", channel.rawValue)
            w.field("title", text.title)
            w.field("text", text.body)
            w.field("name", requester.name?.text)
            w.field("phone", requester.phone?.normalised)
            w.field("address", requester.address?.text)
            w.field("latitude", coordinates?.latitude)
            w.field("longitude", coordinates?.longitude)
            w.field("crs", coordinates?.system.rawValue)
            w.field("area", area)
            w.field("category", category?.text)
            w.field("urgency", urgency.rawValue)
        }
        return writer.bytes
    }
}
