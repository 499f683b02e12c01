import Kernel
import Messaging
import Reliability
import Testing

@Suite("The order of work over waiting messages")
struct RetryMachineTests {
    private func waiting(_ id: String, until: Int64 = 1) -> ClaimedDelivery {
        ClaimedDelivery(
            .retry(properties: MessageProperties(messageID: id), routingKey: "k", body: []),
            until: Timestamp(microseconds: until))
    }

    private func word(_ machine: RetryMachine) -> String {
        func name(_ claimed: ClaimedDelivery) -> String { claimed.delivery.properties.messageID ?? "" }
        return switch machine.action {
        case .claim: "claim"
        case .begin(let claimed): "begin \(name(claimed))"
        case .handle(let claimed): "handle \(name(claimed))"
        case .recordFailure(let claimed, _): "record \(name(claimed))"
        case .refuse(let claimed, _): "refuse \(name(claimed))"
        case .release(let claimed): "release \(name(claimed))"
        case .backOff(let failures): "back off \(failures)"
        case .rest: "rest"
        }
    }

    @Test("each message is begun, handled alone, and then the next one")
    func inTurn() {
        var machine = RetryMachine()
        #expect(word(machine) == "claim")
        machine.claimed([waiting("a"), waiting("b")])
        #expect(word(machine) == "begin a")
        machine.begun(waiting("a"), attempts: 1)
        #expect(word(machine) == "handle a")
        machine.handled(.applied)
        #expect(word(machine) == "begin b")
        machine.begun(waiting("b"), attempts: 1)
        machine.handled(.held)
        #expect(word(machine) == "claim")
        machine.claimed([])
        #expect(word(machine) == "rest")
        machine.woken()
        #expect(word(machine) == "claim")
    }

    @Test("a message whose claim has ended is left to the process that has it now")
    func lost() {
        var machine = RetryMachine()
        machine.claimed([waiting("a"), waiting("b")])
        machine.begun(nil, attempts: 0)
        #expect(word(machine) == "begin b")
    }

    @Test("what is recorded of a message is recorded under the renewed claim")
    func renewed() {
        var machine = RetryMachine()
        machine.claimed([waiting("a", until: 1)])
        machine.begun(waiting("a", until: 2), attempts: 1)
        machine.failed("boom", transient: false)
        guard case .recordFailure(let claimed, let error) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(claimed.until == Timestamp(microseconds: 2))
        #expect(error == "boom")
    }

    @Test("what ended the process too often becomes a dead letter untried")
    func fatal() {
        var machine = RetryMachine()
        machine.claimed([waiting("a")])
        machine.begun(waiting("a"), attempts: PartitionMachine.fatalAttempts + 1)
        #expect(word(machine) == "refuse a")
        machine.recorded()
        #expect(word(machine) == "claim")
    }

    @Test("a failure of the servers takes the attempt back after a wait, and the others go on")
    func transient() {
        var machine = RetryMachine()
        machine.claimed([waiting("a"), waiting("b")])
        machine.begun(waiting("a"), attempts: 1)
        machine.failed("no connection", transient: true)
        #expect(word(machine) == "back off 1")
        machine.waited()
        #expect(word(machine) == "release a")
        machine.failed("no connection", transient: true)
        #expect(word(machine) == "back off 2")
        machine.waited()
        machine.released()
        #expect(word(machine) == "begin b")
    }

    @Test("what cannot be set aside is left to the end of its claim, and the others go on")
    func unstorable() {
        var machine = RetryMachine()
        machine.claimed([waiting("a"), waiting("b")])
        machine.begun(waiting("a"), attempts: 1)
        machine.failed("boom", transient: false)
        machine.failed("cannot be stored", transient: false)
        #expect(word(machine) == "back off 1")
        machine.waited()
        #expect(word(machine) == "begin b")
    }

    @Test("a refused message becomes a dead letter")
    func refused() {
        var machine = RetryMachine()
        machine.claimed([waiting("a")])
        machine.begun(waiting("a"), attempts: 1)
        machine.handled(.refused(Refusal(.body, "syntax")))
        #expect(word(machine) == "refuse a")
    }
}
