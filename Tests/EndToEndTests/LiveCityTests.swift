import City
import FoundationEssentials
import TestSupport
import Testing
import Wire

extension EndToEnd {
    @Suite("The operator's view of a live city")
    struct LiveCityTests {
        @Test(
            "every command answers in JSON, the APIs describe themselves, and a second run finds its way", .withPython)
        func live() async throws {
            try await City.with { city in
                let up = try await city.json("up --clock-speed 240 --partitions 2")
                #expect(up.code == 0)
                #expect(try up.lines.map { try $0.string("service") } == CityContext.names)
                try await describeThemselves(city, try up.lines.map { try $0.string("url") })
                try await answerInJSON(city)
                try await revoke(city, registry: try #require(up.lines.first).string("url"))
                try await runTwice(city)
                try await followReadme(city)
                try await readWithoutWriting(city)
                #expect(try await city.json("install --partitions 3").code == 78, "partitions are fixed")
                let down = try await city.json("down")
                #expect(down.code == 0)
                #expect(down.lines.count == 5)
                #expect(try await city.json("journal").code == 69, "the database is away")
            }
        }

        /// Each service's OpenAPI document is valid.
        private func describeThemselves(_ city: City, _ urls: [String]) async throws {
            let python = try #require(city.python)
            let folder = python.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
                separator: "/")
            for (service, url) in zip(CityContext.names, urls) {
                let file = "\(city.state)/\(service).openapi.json"
                let code = try await city.shell(
                    "curl -fsS --noproxy '*' -o '\(file)' '\(url)/openapi.json' && '\(folder)/openapi-spec-validator' '\(file)'",
                    log: "openapi-\(service)")
                #expect(code == 0, "\(service): \(city.output("openapi-\(service)"))")
            }
        }

        private func answerInJSON(_ city: City) async throws {
            let status = try await city.json("status")
            #expect(status.code == 0)
            #expect(try status.lines.allSatisfy { try $0.bool("running") })
            let doctor = try await city.json("doctor")
            #expect(doctor.code == 0)
            #expect(try doctor.lines.filter { try !$0.bool("well") }.map { try $0.string("check") } == [])
            #expect(doctor.lines.count > 15)
            let journal = try await city.json("journal")
            #expect(journal.code == 0)
            #expect(try journal.lines.map { try $0.string("context") } == CityContext.names)
            for service in CityContext.names {
                let dead = try await city.json("dead-letters list --context \(service)")
                #expect(dead.code == 0)
                #expect(dead.lines.count == 0)
            }
            #expect(try await city.json("dead-letters show --context intake 1").code == 69)
            let token = try await city.json("token --role manager")
            #expect(token.code == 0)
            #expect(try token.lines.first?.string("token", maxLength: 10_000).split(separator: ".").count == 3)
            let migrate = try await city.json("migrate")
            #expect(migrate.code == 0)
            #expect(migrate.lines.count == 0, "nothing is left to do")
        }

        /// A disabled user is believed no more, and again when that is taken back.
        private func revoke(_ city: City, registry: String) async throws {
            let user = "019a0000-0000-7000-8000-000000000042"
            for (undo, changed, expected) in [("", true, "401"), ("--undo", true, "200"), ("--undo", false, "200")] {
                let answer = try await city.json("revoke \(undo) \(user)")
                #expect(answer.code == 0)
                #expect(try answer.lines.first?.bool("changed") == changed)
                // The services look at the list once a second at most; a token that they have not seen is asked about.
                try await eventually {
                    let token = try await city.json("token --role manager --subject \(user)")
                    let bearer = try token.lines.first?.string("token", maxLength: 10_000) ?? ""
                    let name = "revoke-\(UInt64.random(in: 0 ... .max))"
                    _ = try await city.shell(
                        "curl -s --noproxy '*' -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer \(bearer)' "
                            + "'\(registry)/v1/members?area=330402'", log: name)
                    return city.output(name).hasSuffix(expected)
                }
            }
        }

        /// Another seed on the same database meets the same people, and counts its own requests only.
        private func runTwice(_ city: City) async throws {
            for seed in 1...2 {
                let run = try await city.json(
                    "simulate --count 20 --members 100 --rate 20 --thinking 200 --seed \(seed)", of: "demo-city")
                #expect(run.code == 0, "seed \(seed)")
                let report = try #require(run.lines.first)
                #expect(try report.integer("registered", in: 0...1000) == 20)
                #expect(try report.integer("events_published", in: 1...2000) < 1000)
                #expect(try report.integer("lost", in: 0...1000) == 0)
                #expect(try report.integer("duplicated", in: 0...1000) == 0)
            }
        }

        /// The lines of both first pages that register a request and follow it.
        private func followReadme(_ city: City) async throws {
            for page in ["README.md", "README.zh-CN.md"] {
                let text = String(
                    decoding: FileManager.default.contents(atPath: "\(city.root)/\(page)") ?? Data(), as: UTF8.self)
                let block = try #require(
                    text.split(separator: "```\n").first { $0.contains("/v1/public/tracking") }, "\(page)")
                let script = block.replacing(". .minqing/env", with: "no_proxy='*'; export no_proxy")
                    .replacing("/tmp/request.json", with: "\(city.state)/request.json")
                let code = try await city.shell("set -e\n\(script)", log: page)
                #expect(code == 0, "\(page): \(city.output(page))")
                let answer = try WireObject(parsing: Array(city.output(page).utf8))
                #expect(["registered", "accepted"].contains(try answer.string("state")), "\(page)")
            }
        }

        /// What is missing is reported, and is still missing afterwards.
        private func readWithoutWriting(_ city: City) async throws {
            let code = try await city.shell(
                """
                exec curl -fsS --noproxy '*' -X DELETE -u "$MINQING_AMQP_USER:$MINQING_AMQP_PASSWORD" \\
                    "$MINQING_RABBITMQ_API/api/queues/$MINQING_AMQP_VHOST/ops.unrouted"
                """, log: "delete")
            #expect(code == 0, "\(city.output("delete"))")
            for _ in 1...2 {
                let doctor = try await city.json("doctor")
                #expect(doctor.code == 1)
                let bad = try doctor.lines.filter { try !$0.bool("well") }.map { try $0.string("check") }
                #expect(bad.contains("queue ops.unrouted is missing"))
                #expect(bad.count == 3, "\(bad)")
            }
        }
    }
}
