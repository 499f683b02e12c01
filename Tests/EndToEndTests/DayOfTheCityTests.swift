import TestSupport
import Testing
import Wire

@Suite("A day of the city", .serialized)
struct DayOfTheCityTests {
    @Test("with every service killed and every server restarted, nothing is lost, repeated or out of order")
    func disturbedDay() async throws {
        try await City.with { city in
            #expect(try await city.minqing("up --clock-speed 240") == 0)
            let live = try city.count("live --idle 90", name: "live")
            let status = try await city.minqing("demo --count 300 --members 400 --rate 20 --thinking 300 --disturb")
            #expect(status == 0, "the demo's exit status")
            let report = try city.report()
            for zero in ["lost", "duplicated", "out_of_order", "ledger_sum", "open", "dead_lettered", "held"] {
                #expect(try report.integer(zero, in: Int64.min...Int64.max) == 0, "\(zero)")
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
            let status = try await city.minqing(
                "demo --count 120 --members 200 --rate 20 --thinking 300 \(crashes)")
            #expect(status == 0, "the demo's exit status")
            let report = try city.report()
            for zero in ["lost", "duplicated", "out_of_order", "ledger_sum", "open", "dead_lettered", "held"] {
                #expect(try report.integer(zero, in: Int64.min...Int64.max) == 0, "\(zero)")
            }
            #expect(try report.integer("registered", in: 0...1000) == 120)
            for service in ["registry", "intake", "dispatch", "assessment"] {
                #expect(city.output("minqing").contains("started \(service) again"), "\(service) ended itself")
            }
        }
    }

    /// The analyst counts from a queue of his own and again from the stream's beginning; both must agree.
    private func compareCounts(_ city: City, live: ChildProcess?, report: WireObject) async throws {
        guard let live else {
            print("skipped: MINQING_TEST_PYTHON is not set, so the analyst's example was not run")
            return
        }
        live.signal(15)
        _ = try await live.exit(within: .seconds(30))
        let replay = try #require(try city.count("replay --idle 5", name: "replay"))
        #expect(try await replay.exit(within: .seconds(120)) == 0)
        let again = try city.counts("replay")
        #expect(try city.counts("live") == again, "the two ways of counting agree")
        func total(_ name: String) throws -> Int64 {
            let table = try again.object(name)
            var sum: Int64 = 0
            for key in table.members.keys { sum += try table.integer(key, in: 0...1_000_000) }
            return sum
        }
        #expect(try total("registered") == report.integer("registered", in: 0...1000))
        #expect(try total("closed") == report.integer("closed", in: 0...1000))
    }
}
