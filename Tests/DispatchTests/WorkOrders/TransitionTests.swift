import City
import DispatchDomain
import Kernel
import Testing

/// Walks through every state that commands can lead to, and holds the table of transitions against what happens.
@Suite("the transitions of a work order")
struct TransitionTests {
    /// An order in some situation, with the moment until which it has come.
    private struct Situation: Hashable {
        let order: WorkOrder
        let at: Timestamp
    }

    /// What distinguishes situations here: the state, what is accepted, and what later decisions of the walk depend on.
    private struct Signature: Hashable {
        let state: WorkOrderState
        let accepted: Set<WorkOrderCommand.Kind>
        let level: AreaCode.Level
        let reworks: Int
        let wavesInPass: Int
        let openOffers: Int
        let holder: MemberID?
        let released: Int

        init(_ order: WorkOrder, accepted: Set<WorkOrderCommand.Kind>) {
            state = order.state
            self.accepted = accepted
            level = order.level
            reworks = order.reworks
            wavesInPass = min(order.wavesInPass, 3)
            openOffers = min(order.openOffers.count, 2)
            holder = order.holder
            released = min(order.released.count, 3)
        }
    }

    private static let members = [member(1), member(2), member(3), member(4)]

    /// One or more of each kind, as the right person would send it in the order's situation; each feature adds its own.
    private static func commands(on order: WorkOrder) throws -> [WorkOrderCommand] {
        try order.offerCommands() + order.handlingCommands() + order.verificationCommands() + [
            .assign(id(2), unitArea: city), .assign(id(3), unitArea: city), .passTime, .cancel,
        ]
    }

    /// What changes the order at a moment.
    private static func steps(
        from situation: Situation, after wait: Duration
    ) throws -> [(command: WorkOrderCommand.Kind, events: [WorkOrderEvent])] {
        try commands(on: situation.order).compactMap { command in
            var pool = pool(members)
            let events = try? situation.order.decide(
                command, at: situation.at + wait, rules: rules, using: &pool)
            return events.flatMap { $0.isEmpty ? nil : (command.kind, $0) }
        }
    }

    /// A step that was tried: what was commanded in which state, and the states that its events went through.
    private struct Step: Hashable {
        let command: WorkOrderCommand.Kind
        let from: WorkOrderState
        let path: [WorkOrderState]
    }

    private static func walk() throws -> Set<Step> {
        var steps: Set<Step> = []
        var seen: Set<Signature> = []
        let start = WorkOrderFixture(members: members).order
        let alone = WorkOrderFixture(members: []).order
        var open = [Situation(order: start, at: wednesdayNine), Situation(order: alone, at: wednesdayNine)]
        while let situation = open.popLast() {
            for wait in [Duration.seconds(1), .seconds(6 * 60), .seconds(3 * 3_600), .seconds(10 * 86_400)] {
                let now = situation.at + wait
                for (command, events) in try Self.steps(from: situation, after: wait) {
                    var order = situation.order
                    var path: [WorkOrderState] = []
                    for event in events {
                        order.apply(event, at: now, rules: rules)
                        if path.last ?? situation.order.state != order.state { path.append(order.state) }
                    }
                    steps.insert(Step(command: command, from: situation.order.state, path: path))
                    let next = Situation(order: order, at: now)
                    let accepted = try Self.steps(from: next, after: .seconds(1)).map(\.command)
                    if seen.insert(Signature(order, accepted: Set(accepted))).inserted { open.append(next) }
                }
            }
        }
        return steps
    }

    @Test("a command changes an order exactly in the states in which the table accepts it")
    func accepted() throws {
        let steps = try Self.walk()
        #expect(Set(steps.map(\.from)).union(steps.flatMap(\.path)) == Set(WorkOrderState.allCases))
        for state in WorkOrderState.allCases {
            let changing = Set(steps.filter { $0.from == state }.map(\.command))
            #expect(changing == Set(WorkOrderState.transitions.commands(in: state)), "in \(state)")
        }
    }

    @Test("the states that an answer names as possible are exactly those that follow")
    func next() throws {
        var followers: [WorkOrderState: Set<WorkOrderState>] = [:]
        for step in try Self.walk() {
            for (from, to) in zip([step.from] + step.path, step.path) { followers[from, default: []].insert(to) }
            // An order in hand can go from one member to another without leaving its state.
            if step.command == .assign, step.path.isEmpty { followers[step.from, default: []].insert(.accepted) }
        }
        for state in WorkOrderState.allCases {
            #expect(Set(state.next) == followers[state] ?? [], "after \(state)")
        }
    }

    @Test("a refusal names what the table says")
    func refusal() throws {
        let order = WorkOrderFixture(members: Self.members).order
        var pool = pool(Self.members)
        #expect(throws: WorkOrderRejection.illegal(state: .offering, allowed: WorkOrderState.offering.next)) {
            try order.decide(.verify(.passed, by: id(900)), at: wednesdayNine, rules: rules, using: &pool)
        }
    }
}
