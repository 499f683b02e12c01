import HTTPTypes
public import Kernel
public import Wire

// The problems that any service can have. A context adds its own beside its mapping of rejections; slugs are unique.

extension Problem {
    /// 400: the body is no acceptable JSON.
    public static func malformedBody(code: String, offset: Int?) -> Problem {
        let problem = Problem("malformed-body", .badRequest, title: "请求内容格式错误").with("code", code)
        return offset.map { problem.with("offset", $0) } ?? problem
    }

    /// 400: the body has a member that the route does not know.
    public static func unknownField(path: String) -> Problem {
        Problem("unknown-field", .badRequest, title: "请求内容含有未知字段").with("code", "unknown_field").with("path", path)
    }

    /// 422: the body is JSON and says something that can't be accepted.
    ///
    /// Rule: one that is over a limit names the limit and what it counts.
    public static func invalidField(code: String, path: String, limit: WireError.Limit? = nil) -> Problem {
        let problem = Problem("invalid-field", .unprocessableContent, title: "字段不符合要求")
            .with("code", code).with("path", path)
        guard let limit else { return problem }
        return problem.with("limit", limit.count).with("unit", limit.unit.rawValue)
    }

    /// 400: the query string is not one that the route knows.
    public static func invalidQuery(_ parameter: String, _ detail: String) -> Problem {
        Problem("invalid-query", .badRequest, title: "查询参数错误", detail: detail)
            .with("parameter", JSONText.printable(parameter, limit: 64))
    }

    /// 400: a header has no acceptable form.
    public static func invalidHeader(_ name: String, _ detail: String) -> Problem {
        Problem("invalid-header", .badRequest, title: "请求头错误", detail: detail).with("header", name)
    }

    /// 400: the request is not acceptable HTTP.
    public static let badRequest = Problem("bad-request", .badRequest, title: "请求无效")

    /// 401: no acceptable token; the same whatever was wrong with it.
    public static let unauthenticated = Problem("unauthenticated", .unauthorized, title: "未登录或登录已失效")
        .with(header: .wwwAuthenticate, "Bearer")

    /// 403: the caller's roles do not allow it.
    public static let forbidden = Problem("forbidden", .forbidden, title: "没有权限")

    /// 404: there is no such thing, or not for this caller.
    public static let notFound = Problem("not-found", .notFound, title: "未找到")

    /// 405: the path exists and the method does not.
    public static func methodNotAllowed(_ allowed: [String]) -> Problem {
        Problem("method-not-allowed", .methodNotAllowed, title: "不支持的请求方法")
            .with(header: .allow, allowed.joined(separator: ", "))
    }

    /// 408: the request did not arrive in time.
    public static let timeout = Problem("request-timeout", .requestTimeout, title: "请求超时")

    /// 409: the thing's state does not allow it; the answer names what it does allow.
    public static func illegalTransition(from state: String, allowed: [String]) -> Problem {
        Problem("illegal-transition", .conflict, title: "当前状态不允许此操作")
            .with("state", state).with("allowed", allowed)
    }

    /// 409: another request with the same `Idempotency-Key` is under way.
    public static let idempotencyInFlight = Problem(
        "idempotency-in-flight", .conflict, title: "相同的请求正在处理"
    ).with(header: .retryAfter, "1")

    /// 412: the thing has changed since the caller read it.
    public static func staleVersion(current: Version) -> Problem {
        Problem("stale-version", .preconditionFailed, title: "内容已被他人修改，请刷新后重试")
            .with("version", current.value).with(header: .eTag, current.entityTag)
    }

    /// 413: the body is longer than the route takes.
    public static func contentTooLarge(limit: Int) -> Problem {
        Problem("content-too-large", .contentTooLarge, title: "请求内容过大").with("limit", limit)
            .with(header: .connection, "close")
    }

    /// 415: the body is of a type that the route does not take.
    public static func unsupportedMediaType(_ accepted: [String]) -> Problem {
        Problem("unsupported-media-type", .unsupportedMediaType, title: "不支持的内容类型")
            .with("accepted", accepted)
    }

    /// 422: the `Idempotency-Key` was used before with another body.
    public static let idempotencyMismatch = Problem(
        "idempotency-mismatch", .unprocessableContent, title: "幂等键已用于其他内容")

    /// 428: the route needs an `If-Match`.
    public static let preconditionRequired = Problem(
        "precondition-required", .preconditionRequired, title: "缺少 If-Match，请先读取最新内容")

    /// 431: the head of the request is too long.
    public static let headTooLarge = Problem(
        "request-header-fields-too-large", .requestHeaderFieldsTooLarge, title: "请求头过大")

    /// 500: the service is at fault; what happened is in its log under the request's identifier.
    public static let internalError = Problem("internal", .internalServerError, title: "服务内部错误")

    /// 503: a server that the service needs does not answer.
    public static func unavailable(retryAfterSeconds: Int = 5) -> Problem {
        Problem("unavailable", .serviceUnavailable, title: "服务暂时不可用，请稍后再试")
            .with("retry_after", retryAfterSeconds).with(header: .retryAfter, "\(retryAfterSeconds)")
    }
}

extension Version {
    /// The version as a strong entity tag.
    public var entityTag: String { "\"\(value)\"" }
}
