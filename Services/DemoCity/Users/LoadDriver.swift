import AMQP
import City
import Kernel
import Logging
import Messaging
import SuiteControl
import Wire

/// Registers the demo's requests as the hotline does: most over HTTP, some pushed by a call centre over AMQP.
struct LoadDriver: Sendable {
    let client: APIClient
    let token: String
    let record: DemoRecord
    let planIndex: PlanIndex
    let callCentre: AMQPConfiguration
    /// Requests per second.
    let rate: Int
    /// Distinguishes this run's keys and messages from another's.
    let run: UInt64

    /// One in this many requests is pushed.
    static let pushedShare = 20

    /// Sends all of them, at the rate, and returns when the fate of each is known.
    func send(_ requests: [DemoRequest], logger: Logger) async throws {
        let publisher = AMQPPublisher(configuration: callCentre, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { services in
            services.addTask { try await publisher.run() }
            defer { services.cancelAll() }
            let start = ContinuousClock.now
            try await withThrowingDiscardingTaskGroup { group in
                for (index, request) in requests.enumerated() {
                    let due = start + .microseconds(index * 1_000_000 / max(1, rate))
                    if due > .now { try await Task.sleep(until: due, clock: .continuous) }
                    group.addTask {
                        if index % Self.pushedShare == Self.pushedShare - 1 {
                            try await push(request, through: publisher)
                        } else {
                            try await call(request)
                        }
                    }
                }
            }
        }
    }

    private func call(_ request: DemoRequest) async throws {
        await record.sent()
        await planIndex.asks(request.number)
        let sent = ContinuousClock.now
        let answer = try await client.send(
            "POST", "intake", "/v1/requests", token: token,
            json: { Self.write(request, channel: request.channel, to: &$0) },
            key: "demo-\(run)-\(request.number)")
        guard answer.isSuccess else {
            let problem = try? answer.object()
            let reason = [try? problem?.optionalString("code"), try? problem?.optionalString("path")]
            await planIndex.answered(request.number, with: nil)
            await record.refused("\(answer.status) " + reason.compactMap { $0 }.joined(separator: " "))
            return
        }
        let registered = try answer.object()
        let id: ServiceRequestID = try registered.identifier("id")
        await record.registered(
            id, number: request.number, sent: sent, trackingCode: try registered.optionalString("tracking_code"),
            phoneLast4: String(request.requesterPhone.suffix(4)))
        await planIndex.answered(request.number, with: id)
    }

    private func push(_ request: DemoRequest, through publisher: AMQPPublisher) async throws {
        await record.sent()
        let id = Identifier<MessageTag>.derived(
            from: "push:\(run):\(request.number)", in: TokenRoles.namespace)
        await planIndex.pushes(request.number, as: id)
        var writer = JSONWriter(reserving: 512)
        writer.object { Self.write(request, channel: "partner", to: &$0) }
        let message = OutgoingMessage(
            exchange: CityTopology.commands, routingKey: CityTopology.intakeCommands,
            properties: MessageProperties(
                messageID: id.description, type: "intake.command.register", contentType: "application/json",
                headers: ["cloudEvents:schemaversion": .integer(1)]),
            body: writer.bytes)
        while true {
            if try await publisher.publish([message]).first?.isConfirmed == true { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        await client.journal?.pushed(messageID: id.description)
        await record.pushed(messageID: id.description)
    }

    private static func write(_ request: DemoRequest, channel: String, to writer: inout ObjectWriter) {
        writer.field("channel", channel)
        writer.field("title", request.subject)
        writer.field("text", request.text)
        writer.object("requester") { requester in
            requester.field("name", request.requesterName)
            requester.field("phone", request.requesterPhone)
            requester.field("address", request.address)
        }
        if let point = request.location {
            writer.object("location") { location in
                location.field("latitude", point.latitude)
                location.field("longitude", point.longitude)
                location.field("crs", "wgs84")
            }
        }
        writer.field("area", request.area)
    }
}
