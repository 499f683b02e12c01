import HTTPTypes
public import Hummingbird
public import Kernel
import NIOCore
import NIOHTTP1
import Wire

/// An error that knows how it looks to a caller; libraries below stay free of HTTP, so a context conforms its own.
public protocol ProblemConvertible: Error {
    /// The problem.
    var problem: Problem { get }
}

extension ChangeFault: ProblemConvertible {
    /// 404, or 412 with the current version.
    public var problem: Problem {
        switch self {
        case .notFound: .notFound
        case .changedMeanwhile(let current): .staleVersion(current: current)
        }
    }
}

extension Problem {
    /// The problem that a caller sees for an error; `nil` if the error is the service's own fault.
    public init?(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as any ProblemConvertible: self = error.problem
        case let error as WireError: self.init(error)
        case is NIOTooManyBytesError: self = .contentTooLarge(limit: 0)
        case let error as any TransientFailure where error.isTransient: self = .unavailable()
        case is HTTPParserError: self = .badRequest.with(header: .connection, "close")
        case let error as HTTPError where error.status.kind == .clientError: self.init(status: error.status)
        default: return nil
        }
    }

    private init(_ error: WireError) {
        self =
            switch error.code {
            case .unknownField: .unknownField(path: error.path)
            case _ where error.isSyntax: .malformedBody(code: error.code.rawValue, offset: error.offset)
            default: .invalidField(code: error.code.rawValue, path: error.path)
            }
    }

    private init(status: HTTPResponse.Status) {
        self =
            switch status {
            case .notFound: .notFound
            case .contentTooLarge: .contentTooLarge(limit: 0)
            case .unauthorized: .unauthenticated
            case .forbidden: .forbidden
            default: Problem("http-\(status.code)", status, title: "请求无效")
            }
    }

    /// The answer.
    public func response(requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body(requestID: requestID))))
    }
}
