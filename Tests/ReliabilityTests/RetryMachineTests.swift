import Messaging
import Reliability
import Testing

@Suite("The order of work over waiting messages")
struct RetryMachineTests {
    private func waiting(_ id: String) -> Delivery {
        .retry(properties: MessageProperties(messageID: id), routingKey: "k", body: [])
    }

    private func word(_ machine: RetryMachine) -> String {
        switch machine.action {
        case .read: "read"
        case .attempt(let delivery): "attempt \(delivery.properties.messageID ?? "")"
        case .handle(let delivery): "handle \(delivery.properties.messageID ?? "")"
        case .recordFailure(let delivery, _): "record \(delivery.properties.messageID ?? "")"
        case .refuse(let delivery, _): "refuse \(delivery.properties.messageID ?? "")"
        case .backOff(let failures): "back off \(failures)"
        case .rest: "rest"
        }
    }

    @Test("each message is counted, handled alone, and then the next one")
    func inTurn() {
        var machine = RetryMachine()
        #expect(word(machine) == "read")
        machine.read([waiting("a"), waiting("b")])
        #expect(word(machine) == "attempt a")
        machine.counted(attempts: 1)
        #expect(word(machine) == "handle a")
        machine.handled(.applied)
        #expect(word(machine) == "attempt b")
        machine.counted(attempts: 1)
        machine.handled(.held)
        #expect(word(machine) == "read")
        machine.read([])
        #expect(word(machine) == "rest")
        machine.woken()
        #expect(word(machine) == "read")
    }

    @Test("what ended the process too often becomes a dead letter untried")
    func fatal() {
        var machine = RetryMachine()
        machine.read([waiting("a")])
        machine.counted(attempts: PartitionMachine.fatalAttempts + 1)
        #expect(word(machine) == "refuse a")
        machine.recorded()
        #expect(word(machine) == "read")
    }

    @Test("one process counts a message once, however often it fails")
    func countedOnce() {
        var machine = RetryMachine()
        machine.read([waiting("a")])
        machine.counted(attempts: 1)
        machine.failed("boom", transient: false)
        #expect(word(machine) == "record a")
        machine.recorded()
        machine.read([waiting("a")])
        #expect(word(machine) == "handle a")
    }

    @Test("a failure of the servers records nothing and reads again after a wait")
    func transient() {
        var machine = RetryMachine()
        machine.read([waiting("a"), waiting("b")])
        machine.counted(attempts: 1)
        machine.failed("no connection", transient: true)
        #expect(word(machine) == "back off 1")
        machine.waited()
        #expect(word(machine) == "read")
    }

    @Test("a refused message becomes a dead letter")
    func refused() {
        var machine = RetryMachine()
        machine.read([waiting("a")])
        machine.counted(attempts: 1)
        machine.handled(.refused(Refusal(.body, "syntax")))
        #expect(word(machine) == "refuse a")
    }
}
