import HTTPTypes
import Kernel
import Wire

/// Writes one operation of the OpenAPI document.
enum OpenAPIOperation {
    static func write(_ route: Route, to w: inout ObjectWriter) {
        let endpoint = route.endpoint
        w.field("operationId", endpoint.operation)
        w.field("summary", endpoint.summary)
        switch endpoint.access {
        case .public(let reason):
            w.field("description", "Open: \(reason).")
            w.array("security", [String]()) { _, _ in }
        case .roles(let roles):
            let names = roles.map(\.rawValue).sorted()
            w.field("description", "Roles: \(names.joined(separator: ", ")).")
            w.array("security", ["bearer"]) { w, scheme in w.object { $0.field(scheme, names) } }
        }
        if !route.template.parameters.isEmpty || !endpoint.query.isEmpty || !endpoint.headers.isEmpty {
            w.array("parameters", parameters(of: route)) { w, parameter in
                w.object { w in parameter.write(to: &w) }
            }
        }
        body(endpoint.body, to: &w)
        w.object("responses") { w in
            for answer in endpoint.responses {
                w.object("\(answer.status.code)") { w in
                    w.field("description", answer.summary)
                    if let schema = answer.schema { content("application/json", schema, to: &w) }
                }
            }
            w.object("default") { w in
                w.field("description", "A problem.")
                w.object("content") { w in
                    w.object("application/problem+json") { w in
                        w.object("schema") { $0.field("$ref", "#/components/schemas/Problem") }
                    }
                }
            }
        }
    }

    private static func content(_ type: String, _ schema: Schema, to w: inout ObjectWriter) {
        w.object("content") { w in
            w.object(type) { w in w.object("schema") { OpenAPIDocument.printer.write(schema, to: &$0) } }
        }
    }

    private static func body(_ kind: BodyKind, to w: inout ObjectWriter) {
        switch kind {
        case .none: break
        case .json(let schema, _):
            w.object("requestBody") { w in
                w.field("required", true)
                content("application/json", schema, to: &w)
            }
        case .bytes(let types, _):
            w.object("requestBody") { w in
                w.field("required", true)
                w.object("content") { w in
                    for type in types {
                        w.object(type) { w in
                            w.object("schema") { $0.field("type", "string") }
                        }
                    }
                }
            }
        }
    }

    private static func parameters(of route: Route) -> [OpenAPIParameter] {
        route.template.parameters.map { name in
            let described = route.endpoint.pathParameters.first { $0.name == name }
            return OpenAPIParameter(
                name: name, location: "path", isRequired: true, summary: described?.summary ?? "The identifier.",
                schema: (described?.kind ?? .identifier).schema, isRepeated: false)
        }
            + route.endpoint.query.map { parameter in
                OpenAPIParameter(
                    name: parameter.name, location: "query", isRequired: parameter.isRequired,
                    summary: parameter.summary,
                    schema: parameter.kind.schema, isRepeated: parameter.isRepeated)
            }
            + route.endpoint.headers.map { header in
                OpenAPIParameter(
                    name: header.name, location: "header", isRequired: header.isRequired, summary: header.summary,
                    schema: .string(minLength: 1, maxLength: 255), isRepeated: false)
            }
    }
}
