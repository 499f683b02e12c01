import Messaging
import Reliability
import Testing

@Suite("The partition's order of work")
struct PartitionMachineTests {
    private func delivery(_ number: UInt64, count: Int64 = 0) -> Delivery {
        Delivery(
            tag: DeliveryTag(epoch: 1, number: number), exchange: "", routingKey: "",
            properties: MessageProperties(
                messageID: "\(number)", headers: ["x-delivery-count": .integer(count)]),
            body: [], redelivered: count > 0)
    }

    private func handled(_ machine: PartitionMachine) -> [UInt64]? {
        if case .handle(let batch) = machine.action { batch.map(\.tag.number) } else { nil }
    }

    @Test("a batch is handled whole and acknowledged once")
    func whole() {
        var machine = PartitionMachine()
        machine.received([delivery(1), delivery(2)])
        #expect(handled(machine) == [1, 2])
        machine.handled([.applied, .held])
        guard case .settle(let tag) = machine.action else {
            Issue.record("not settled")
            return
        }
        #expect(tag.number == 2)
        machine.settled()
        guard case .receive = machine.action else {
            Issue.record("not receiving")
            return
        }
    }

    @Test("a failing batch is halved until the offender stands alone, in order")
    func halved() {
        var machine = PartitionMachine()
        machine.received((1...8).map { delivery($0) })
        var seen: [[UInt64]] = []
        var recorded: [UInt64] = []
        loop: while true {
            switch machine.action {
            case .handle(let batch):
                let numbers = batch.map(\.tag.number)
                if numbers.contains(6) {
                    machine.failed("boom", transient: false)
                } else {
                    seen.append(numbers)
                    machine.handled(batch.map { _ in .applied })
                }
            case .recordFailure(let delivery, let error):
                #expect(error == "boom")
                recorded.append(delivery.tag.number)
                machine.recorded()
            case .settle: break loop
            default:
                Issue.record("\(machine.action)")
                break loop
            }
        }
        #expect(seen == [[1, 2, 3, 4], [5], [7, 8]])
        #expect(recorded == [6])
    }

    @Test("a transient failure waits and repeats the same batch, unacknowledged")
    func transient() {
        var machine = PartitionMachine()
        machine.received([delivery(1), delivery(2)])
        machine.failed("no connection", transient: true)
        guard case .backOff(failures: 1) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        machine.waited()
        #expect(handled(machine) == [1, 2])
    }

    @Test("what came more than once is counted and handled alone")
    func suspicious() {
        var machine = PartitionMachine()
        machine.received([delivery(1), delivery(2, count: 2), delivery(3)])
        #expect(handled(machine) == [1])
        machine.handled([.applied])
        machine.settled()
        guard case .attempt(let suspect) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(suspect.tag.number == 2)
        machine.counted(attempts: 1)
        #expect(handled(machine) == [2])
        machine.handled([.applied])
        machine.settled()
        #expect(handled(machine) == [3])
    }

    @Test("what is finished is acknowledged before what came more than once is tried")
    func settledBefore() {
        var machine = PartitionMachine()
        machine.received([delivery(1), delivery(2, count: 2), delivery(3, count: 2)])
        machine.handled([.applied])
        var settled: [UInt64] = []
        while case .settle(let tag) = machine.action {
            settled.append(tag.number)
            machine.settled()
        }
        #expect(settled == [1])
        machine.counted(attempts: 1)
        machine.handled([.applied])
        guard case .settle(let tag) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(tag.number == 2)
    }

    @Test("a suspect that comes again is counted again: the store, and no process, knows which attempts ended in order")
    func countedInStore() {
        var machine = PartitionMachine()
        let suspect = delivery(1, count: 2)
        machine.received([suspect])
        machine.counted(attempts: 1)
        machine.failed("no connection", transient: true)
        machine.waited()
        #expect(handled(machine) == [1])
        machine.handled([.applied])
        machine.settled()
        machine.received([suspect])
        guard case .attempt = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
    }

    @Test("what ended the process too often becomes a dead letter untried")
    func poison() {
        var machine = PartitionMachine()
        machine.received([delivery(1, count: 9)])
        machine.counted(attempts: PartitionMachine.fatalAttempts + 1)
        guard case .refuse(let delivery, _) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(delivery.tag.number == 1)
        machine.recorded()
        guard case .settle = machine.action else {
            Issue.record("not settled")
            return
        }
    }

    @Test("a refused delivery is dead-lettered before the batch is acknowledged")
    func refused() {
        var machine = PartitionMachine()
        machine.received([delivery(1), delivery(2)])
        machine.handled([.refused(Refusal(.body, "syntax")), .applied])
        guard case .refuse(let delivery, let refusal) = machine.action else {
            Issue.record("\(machine.action)")
            return
        }
        #expect(delivery.tag.number == 1)
        #expect(refusal.reason == "body: syntax")
    }
}
