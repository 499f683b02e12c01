import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import ServiceRuntime
import Wire

extension ServiceRequest {
    func writeSummary(to w: inout ObjectWriter) {
        w.field("id", id)
        w.field("number", number.text)
        w.field("channel", channel.rawValue)
        w.field("state", state.rawValue)
        w.field("next", state.next.map(\.rawValue))
        w.field("category", category?.text)
        w.field("urgency", urgency.rawValue)
        w.field("area", area)
        w.field("located", located)
        w.field("round", round)
        w.field("attempts", attempts)
        w.field("leader_case", isLeaderCase)
        w.field("callback", callback?.rawValue)
        w.field("stars", stars)
        w.field("work_order_id", workOrder)
        w.field("registered_at", registeredAt)
        w.field("since", since)
        w.field("ended_at", endedAt)
        w.field("version", version)
    }
}

/// A request as lists and commands answer it.
struct RequestSummary: WireEncodable {
    let request: ServiceRequest

    func encode(to writer: inout ObjectWriter) {
        request.writeSummary(to: &writer)
    }
}

extension Response {
    /// A request's summary with its version.
    static func summary(_ request: ServiceRequest) -> Response {
        .json(.ok, RequestSummary(request: request), version: request.version)
    }

    /// The answer may lie in no cache on its way: it shows something of a person.
    func notStored() -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// One request with its requester masked.
    static func detail(_ detail: RequestDetail) -> Response {
        Response.json(.ok, version: detail.request.version) { w in
            detail.request.writeSummary(to: &w)
            w.field("doubt", detail.doubt?.rawValue)
            w.field("title", detail.text.title)
            w.field("text", detail.text.body)
            if let place = detail.place {
                w.object("place") { w in
                    w.field("latitude", place.latitude)
                    w.field("longitude", place.longitude)
                }
            }
            w.object("requester") { w in
                w.field("name", detail.requester.name?.masked)
                w.field("phone", detail.requester.phone?.masked)
                w.field("address", detail.requester.address?.masked)
            }
        }.notStored()
    }
}
