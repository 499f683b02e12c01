public import HTTPTypes
public import Hummingbird
public import Kernel
import NIOCore
public import Wire

extension Response {
    /// An answer with a JSON object, and the version of what it shows.
    public static func json(
        _ status: HTTPResponse.Status = .ok, _ value: some WireEncodable, version: Version? = nil
    ) -> Response {
        json(status, bytes: value.encoded(), version: version)
    }

    /// An answer with a JSON object that a closure writes.
    public static func json(
        _ status: HTTPResponse.Status = .ok, version: Version? = nil, _ body: (inout ObjectWriter) -> Void
    ) -> Response {
        var writer = JSONWriter()
        writer.object(body)
        return json(status, bytes: writer.bytes, version: version)
    }

    /// An answer whose body is JSON already, as PostgreSQL built it or as it was stored for an idempotency key.
    public static func json(
        _ status: HTTPResponse.Status = .ok, bytes: [UInt8], version: Version? = nil
    ) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let version { headers[.eTag] = version.entityTag }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// 201 with the place of what was made, as a path.
    public static func created(
        at location: String, _ value: some WireEncodable, version: Version? = nil
    ) -> Response {
        var response = json(.created, value, version: version)
        response.headers[.location] = location
        return response
    }

    /// A page of a list.
    public static func page<Element: WireEncodable>(_ items: [Element], next: PageCursor?) -> Response {
        json { w in
            w.array("items", items)
            w.field("next_cursor", next?.description)
        }
    }

    /// 204.
    public static var noContent: Response { Response(status: .noContent) }
}
