import City
import IntakeDomain
import Kernel
import Testing

@Suite("The table of a request's transitions")
struct RequestTransitionTests {
    private static let now = Timestamp(microseconds: 1_795_000_000_000_000)
    private static let rules = RequestRules.standard

    /// Which commands are accepted in which state, as the README's section on states has it.
    private static let accepted: [RequestState: Set<RequestCommand.Kind>] = [
        .registered: [.accept, .handOver, .refuse, .withdraw],
        .accepted: [.withdraw, .openCallback],
        .callbackDue: [.withdraw, .recordCallback],
        .closed: [.rate],
    ]

    /// Every command, with everything in it on which a decision branches.
    private static func commands() throws -> [RequestCommand] {
        let category = try #require(Category("城乡建设/城市建设和市政管理/城市公共设施"))
        let areas = try ["330402007001001", "330402007"].map { try #require(AreaCode($0)) }
        return areas.map { .accept(category: category, urgency: .urgent, area: $0) }
            + Authority.allCases.map { .handOver(to: $0) } + RefusalReason.allCases.map { .refuse($0) } + [.withdraw]
            + (1...4).map { .openCallback(round: $0, workOrder: WorkOrderID(high: 2, low: UInt64($0))) }
            + CallbackResult.allCases.flatMap { result in
                [true, false].flatMap { resolved in
                    [true, false].map { .recordCallback(result: result, resolved: resolved, asLeader: $0) }
                }
            } + [0, 1, 5].map { .rate(stars: $0) }
    }

    /// What a command came to in a state that can be reached.
    private struct Step {
        let before: ServiceRequest
        let command: RequestCommand
        let rejection: RequestRejection?
        let after: ServiceRequest
    }

    /// All that can happen to a request, the shortest lives first.
    ///
    /// A leader's case may be called without end; its later callbacks lead nowhere that the first ones do not.
    private static func steps() throws -> [Step] {
        var steps: [Step] = []
        var seen: Set<RequestProgress> = []
        var waiting = try [registered()]
        let commands = try commands()
        while let request = waiting.popLast() {
            guard request.attempts < 5, seen.insert(request.progress).inserted else { continue }
            for command in commands {
                var after = request
                do throws(RequestRejection) {
                    for event in try request.decide(command, at: now, rules: rules) {
                        after.apply(event, at: now, rules: rules)
                    }
                    steps.append(Step(before: request, command: command, rejection: nil, after: after))
                    waiting.insert(after, at: 0)
                } catch {
                    steps.append(Step(before: request, command: command, rejection: error, after: request))
                }
            }
        }
        return steps
    }

    private static func registered() throws -> ServiceRequest {
        let city = try #require(AreaCode("3304"))
        return ServiceRequest(
            RequestTerms(
                id: ServiceRequestID(high: 1, low: 1),
                number: RequestNumber(day: CivilDate(daysSinceEpoch: 20_778), sequence: 123), channel: .phone,
                category: nil, urgency: .general, placement: Placement(area: city, location: nil, doubt: .notGiven)),
            at: now)
    }

    @Test("the commands cover every kind")
    func coverage() throws {
        #expect(Set(try Self.commands().map(\.kind)) == Set(RequestCommand.Kind.allCases))
    }

    @Test("a command is accepted in a state exactly if the table says so")
    func acceptance() throws {
        for step in try Self.steps() where step.rejection != .starsOutOfRange {
            let isRefused =
                if case .notPossible = step.rejection { true } else { false }
            let state = step.before.state
            let isListed = Self.accepted[state]?.contains(step.command.kind) ?? false
            #expect(isRefused == !isListed, "\(step.command) in \(state)")
            #expect(RequestState.transitions.accepts(step.command.kind, in: state) == isListed)
            if case .notPossible(let named, let allowed) = step.rejection {
                #expect(named == state && allowed == state.next)
            }
        }
    }

    @Test("the states that events lead to are those that the table names, and every one of them is come to")
    func targets() throws {
        var reached: [RequestState: Set<RequestState>] = [:]
        for step in try Self.steps() where step.after.state != step.before.state {
            reached[step.before.state, default: []].insert(step.after.state)
        }
        for state in RequestState.allCases {
            #expect(reached[state] ?? [] == Set(state.next), "\(state)")
            #expect(state.isFinal == (reached[state] == nil))
        }
        #expect(Set(reached.values.joined()).union([.registered]) == Set(RequestState.allCases))
    }

    @Test("every entry of the table has an effect in its state")
    func entries() throws {
        let steps = try Self.steps()
        for state in RequestState.allCases {
            for kind in RequestState.transitions.commands(in: state) {
                let changes = steps.contains {
                    $0.before.state == state && $0.command.kind == kind && $0.after != $0.before
                }
                #expect(changes, "\(kind) in \(state)")
            }
        }
    }

    @Test("what is stored of a state is read as the same state, and ends where nothing can follow")
    func storage() throws {
        for request in try Self.steps().map(\.after) {
            #expect(RequestProgress(request.state, request.progress.figures) == request.progress)
            #expect((request.endedAt != nil) == request.state.isFinal)
        }
    }

    @Test("figures that contradict each other are no state")
    func contradictions() throws {
        let category = try #require(Category("政法"))
        let order = WorkOrderID(high: 2, low: 1)
        let contradictions: [(RequestState, RequestFigures)] = [
            (.registered, RequestFigures(round: 1)),
            (.registered, RequestFigures(stars: 5)),
            (.accepted, RequestFigures(round: 1)),
            (.accepted, RequestFigures(category: category)),
            (.accepted, RequestFigures(category: category, round: 1, workOrder: order)),
            (.accepted, RequestFigures(category: category, round: 2)),
            (.callbackDue, RequestFigures(category: category, round: 1)),
            (.callbackDue, RequestFigures(category: category, round: 1, workOrder: order, attempts: 1)),
            (.callbackDue, RequestFigures(category: category, round: 1, workOrder: order, isLeaderCase: true)),
            (.closed, RequestFigures(category: category, round: 1, workOrder: order)),
            (.withdrawn, RequestFigures(category: category, round: 1, stars: 5)),
            (.refused, RequestFigures(callback: .satisfied)),
        ]
        for (state, figures) in contradictions {
            #expect(RequestProgress(state, figures) == nil, "\(state): \(figures)")
        }
    }
}
