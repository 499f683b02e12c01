import AsyncHTTPClient
import Kernel
import NIOCore
import NIOHTTP1
import SuiteControl
import Wire

/// An answer of a service.
struct APIAnswer: Sendable {
    let status: Int
    let body: [UInt8]

    /// What stands for the answer to a call that was no longer wanted when its turn came.
    static let notAsked = APIAnswer(status: 0, body: [])

    var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether asking again would bring nothing new.
    var isDefinite: Bool {
        if status >= 500 || status == 429 || status == 408 { return false }
        // A twin of the same key is still being worked on.
        return status != 409 || !String(decoding: body, as: UTF8.self).contains("in-flight")
    }

    /// The body as an object.
    func object() throws -> WireObject { try WireObject(parsing: body) }
}

/// Calls the public APIs as any client would: it asks again, with the same key, until the answer is definite.
struct APIClient: Sendable {
    let http: HTTPClient
    /// How many calls are under way at once; without it a slow machine would pile up calls that are stale when sent.
    let limit: ConcurrencyLimit
    /// By service name.
    let urls: [String: String]
    /// Where every answer is written down, if anywhere.
    var journal: ClientJournal?
    /// After this long without a definite answer the client gives up.
    var patience: Duration = .seconds(120)

    /// Sends a request until something other than "not now" comes back.
    ///
    /// - Parameter isWanted: asked when the call's turn comes; without it every call is.
    func send(
        _ method: String, _ service: String, _ path: String, token: String?,
        json: (@Sendable (inout ObjectWriter) -> Void)?,
        key: String? = nil, version: Int64? = nil, isWanted: (@Sendable () async -> Bool)? = nil
    ) async throws -> APIAnswer {
        var body: [UInt8]?
        if let json {
            var writer = JSONWriter(reserving: 256)
            writer.object(json)
            body = writer.bytes
        }
        return try await send(
            method, service, path, token: token, content: body.map { ($0, "application/json") }, key: key,
            version: version, isWanted: isWanted)
    }

    /// The same with a body of any type.
    func send(
        _ method: String, _ service: String, _ path: String, token: String?,
        content: (bytes: [UInt8], type: String)?, key: String? = nil, version: Int64? = nil,
        isWanted: (@Sendable () async -> Bool)? = nil
    ) async throws -> APIAnswer {
        let deadline = ContinuousClock.now + patience
        var wait = Duration.milliseconds(20)
        while true {
            var request = HTTPClientRequest(url: (urls[service] ?? "") + path)
            request.method = .RAW(value: method)
            if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            if let key { request.headers.add(name: "Idempotency-Key", value: key) }
            if let version { request.headers.add(name: "If-Match", value: "\"\(version)\"") }
            if let content {
                request.headers.add(name: "Content-Type", value: content.type)
                request.body = .bytes(ByteBuffer(bytes: content.bytes))
            }
            let answer = try await limit.withPermit { () -> APIAnswer? in
                if let isWanted, await !isWanted() { return APIAnswer.notAsked }
                let start = ContinuousClock.now
                let outcome = try await attempt(request)
                await journal?.attempted(
                    method, service, path, key: key, answer: outcome.answer, retryAfter: outcome.retryAfter,
                    took: ContinuousClock.now - start)
                return outcome.answer.flatMap { $0.isDefinite ? $0 : nil }
            }
            if let answer { return answer }
            guard ContinuousClock.now < deadline else {
                throw OperatorFault.unavailable("\(service) gave no definite answer to \(method) within \(patience)")
            }
            try await Task.sleep(for: wait)
            wait = min(wait * 2, .seconds(1))
        }
    }

    /// One attempt; without an answer where none came.
    private func attempt(_ request: HTTPClientRequest) async throws -> (answer: APIAnswer?, retryAfter: String?) {
        do {
            let response = try await http.execute(request, timeout: .seconds(15))
            let body = try await response.body.collect(upTo: 16 << 20)
            let answer = APIAnswer(status: Int(response.status.code), body: Array(body.readableBytesView))
            return (answer, response.headers.first(name: "Retry-After"))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return (nil, nil)
        }
    }
}
