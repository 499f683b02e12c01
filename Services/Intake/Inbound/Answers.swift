import HTTPTypes
import Hummingbird
import IntakeApplication
import IntakeDomain
import Kernel
import PersonalData
import ServiceRuntime
import Wire

extension Response {
    /// A request's summary with its version.
    static func summary(_ request: ServiceRequest) -> Response {
        .json(.ok, RequestResponse(request: request), version: request.version)
    }

    /// The answer may lie in no cache on its way: it shows something of a person.
    func notStored() -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// One request with its requester masked.
    static func detail(_ detail: RequestDetail) -> Response {
        Response.json(.ok, RequestDetailResponse(detail: detail), version: detail.request.version).notStored()
    }
}
