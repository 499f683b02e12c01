import Testing

@testable import AMQP

@Suite("Configuration")
struct ConfigurationTests {
    @Test(
        "a URL is read as the RabbitMQ URI specification says",
        arguments: [
            ("amqp://user:pass@host:10000/vhost", "user pass host 10000 vhost"),
            ("amqp://user%61:%61pass@ho.st/v%2fhost", "usera apass ho.st 5672 v/host"),
            ("amqp://host", "guest guest host 5672 /"),
            ("amqp://host/", "guest guest host 5672 "),
            ("amqp://host/%2f", "guest guest host 5672 /"),
            ("amqp://[::1]:5673", "guest guest ::1 5673 /"),
            ("amqps://host?heartbeat=5", "guest guest host 5671 /"),
            ("amqp://a:b%40c@host", "a b@c host 5672 /"),
        ])
    func url(text: String, expected: String) throws {
        let configuration = try #require(AMQPConfiguration(url: text))
        #expect(
            [
                configuration.user, configuration.password, configuration.host, "\(configuration.port)",
                configuration.virtualHost,
            ].joined(separator: " ") == expected)
        #expect((configuration.tls != nil) == text.hasPrefix("amqps"))
    }

    @Test(
        "what is no AMQP URL is refused",
        arguments: [
            "", "host", "http://host", "amqp://", "amqp://host:0", "amqp://host:65536", "amqp://host:x", "amqp://h/%zz",
            "amqp://[::1", "amqp://u%ff:p@h", "amqp://h/%f", "amqp://h/%+1",
        ])
    func notAURL(text: String) {
        #expect(AMQPConfiguration(url: text) == nil)
    }

    @Test("neither a description nor an error shows the password")
    func secrets() {
        let configuration = AMQPConfiguration(user: "u", password: "geheim")
        #expect(!"\(configuration)".contains("geheim"))
        let error = AMQPError(.loginRefused, replyCode: 403, object: "o", reason: "broker's words")
        #expect(error.description == "AMQPError(loginRefused, reply code 403, object o)")
        #expect(error.debugDescription.hasSuffix("broker's words"))
    }
}
