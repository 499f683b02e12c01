import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
public import Wire

/// The broker's management API, as its administrator.
///
/// Source: RabbitMQ, Management HTTP API.
public struct ManagementAPI: Sendable {
    private let environment: EnvironmentFile

    public init(_ environment: EnvironmentFile) {
        self.environment = environment
    }

    /// Makes something, or brings it to the given form.
    func put(_ path: String, body: String) async throws { _ = try await send(.PUT, path, body: body) }

    /// Reads something.
    public func get(_ path: String) async throws -> WireObject {
        let bytes = try await send(.GET, path, body: nil)
        do {
            return try WireObject(parsing: bytes)
        } catch {
            throw OperatorFault.unavailable("the broker's answer to GET \(path) cannot be read: \(error)")
        }
    }

    private func send(_ method: HTTPMethod, _ path: String, body: String?) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: try environment.required("MINQING_RABBITMQ_API") + path)
        request.method = method
        let login =
            "\(try environment.required("MINQING_AMQP_USER")):\(try environment.required("MINQING_AMQP_PASSWORD"))"
        request.headers.add(name: "Authorization", value: "Basic \(Data(login.utf8).base64EncodedString())")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            guard (200..<300).contains(response.status.code) else {
                throw OperatorFault.unavailable("the broker answered \(response.status.code) to \(method) \(path)")
            }
            return Array(try await response.body.collect(upTo: 64 << 20).readableBytesView)
        } catch let fault as OperatorFault {
            throw fault
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw OperatorFault.unavailable("the broker's management API does not answer: run `minqing up`")
        }
    }
}
