import City
import TestSupport
import Testing
import Wire

extension EndToEnd {
    @Suite("A day of the city")
    struct DayOfTheCityTests {
        @Test(
            "with every service killed and every server restarted, nothing is lost, repeated or out of order",
            .withPython)
        func disturbedDay() async throws {
            try await City.with { city in
                #expect(try await city.minqing("up --clock-speed 240") == 0)
                let live = try city.count("live --idle 90", name: "live")
                let status = try await city.demoCity("run --count 300 --members 400 --rate 20 --thinking 300 --disturb")
                #expect(status == 0, "the demo's exit status")
                let report = try city.report()
                try expectEven(report)
                let disturbances = try report.strings("disturbances", max: 10)
                #expect(
                    disturbances == CityContext.names.map { "SIGKILL \($0)" } + [
                        "restart rabbitmq", "restart postgres",
                    ])
                for service in CityContext.names {
                    #expect(city.output("demo-city").contains("started \(service) again"), "\(service) was killed")
                }
                #expect(try report.integer("requested", in: 0...1000) == 300)
                #expect(try report.integer("registered", in: 0...1000) == 300)
                #expect(try report.integer("points_posted", in: 0...1000) > 200)
                try await compareCounts(city, live: live, report: report)
            }
        }

        @Test("with every service ending itself again and again at a point of its work, nothing is lost either")
        func crashingDay() async throws {
            let crashes = [
                "registry=unit.afterCommit:3", "intake=relay.afterPublish:40", "dispatch=consumer.afterHandle:60",
                "assessment=unit.beforeCommit:40",
            ].map { "--crash \($0)" }.joined(separator: " ")
            try await City.with { city in
                let status = try await city.demoCity(
                    "run --count 120 --members 200 --rate 20 --thinking 300 \(crashes)")
                #expect(status == 0, "the demo's exit status")
                let report = try city.report()
                try expectEven(report)
                #expect(try report.integer("registered", in: 0...1000) == 120)
                for service in CityContext.names {
                    #expect(city.output("demo-city").contains("started \(service) again"), "\(service) ended itself")
                }
            }
        }

        @Test("residents' own words are registered, dispatched and closed like made-up ones", .withMessages)
        func realWords() async throws {
            try await City.with { city in
                let file = try #require(Messages.file)
                let status = try await city.demoCity(
                    "run --count 60 --members 200 --rate 20 --thinking 300 --from '\(file)'")
                #expect(status == 0, "the demo's exit status")
                let report = try city.report()
                try expectEven(report)
                let refused = try report.integer("refused_by_api", in: 0...60)
                #expect(try report.integer("registered", in: 0...60) == 60 - refused)
                #expect(refused < 6, "few real messages are refused")
            }
        }

        /// Nothing is lost, repeated, out of order or left over.
        private func expectEven(_ report: WireObject) throws {
            for zero in ["lost", "duplicated", "out_of_order", "ledger_sum", "open", "dead_lettered", "held"] {
                #expect(try report.integer(zero, in: Int64.min...Int64.max) == 0, "\(zero)")
            }
        }

        /// The analyst counts from a queue of his own and again from the stream's beginning; both agree with the tables.
        private func compareCounts(_ city: City, live: ChildProcess?, report: WireObject) async throws {
            let live = try #require(live)
            let replay = try #require(try city.count("replay --idle 20", name: "replay"))
            #expect(try await replay.exit(within: patience * 3) == 0)
            // What was published before the replay began has reached the queue of the other by its end.
            live.signal(15)
            _ = try await live.exit(within: patience)
            for name in ["live", "replay"] {
                let counted = try city.counts(name)
                for (table, question) in Self.questions {
                    #expect(
                        try await City.table(counted.object(table)) == city.counts(from: question), "\(table), \(name)")
                }
            }
        }

        /// What the analyst's tables are called, and the same from the schemas.
        private static let questions = [
            // By the area of the registration: a request without a place moves when it is accepted.
            "registered": """
            SELECT left(area, 6), count(*) FROM intake.journal WHERE type = 'intake.request.registered' GROUP BY 1
            """,
            "closed": """
            SELECT district || '|' || category, count(*) FROM intake.requests WHERE state = 'closed' GROUP BY 1
            """,
            "lights": """
            SELECT concat_ws('|', left(area, 6), event->>'category', event->>'to'), count(*)
            FROM (SELECT area, convert_from(body, 'UTF8')::jsonb AS event FROM dispatch.journal
                  WHERE type = 'dispatch.workorder.light_changed') AS light GROUP BY 1
            """,
        ]
    }
}
