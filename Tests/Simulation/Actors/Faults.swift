import Kernel

/// What strikes from outside while the faults last: servers, connections, processes and clocks.
final class Faults: Performer {
    let name = "faults"
    private var next = Timestamp.zero
    /// The store that is down, and until when.
    private var down: (store: Store, until: Timestamp)?
    private var blockedUntil: Timestamp?
    /// Processes that have lost their broker alone, and until when.
    private var cutOff: [(process: Process, session: Int, until: Timestamp)] = []

    /// How long a process may be without its broker.
    ///
    /// Units: seconds. Above the relay's patience, so that a leader has to give up.
    private static let cuts = 10..<40

    func readiness(_ world: World) -> Readiness {
        let ends = [down?.until, blockedUntil, cutOff.map(\.until).min()].compactMap(\.self)
        if world.faultsLeft > 0, world.isFaulty { return ends.reduce(.at(next)) { $0.or($1) } }
        return ends.min().map { .at($0) } ?? .waiting
    }

    func step(_ world: World) {
        if let down, down.until <= world.now || !world.isFaulty {
            down.store.restart(isDown: false)
            self.down = nil
            return world.note(.heal, name)
        }
        if let blockedUntil, blockedUntil <= world.now || !world.isFaulty {
            world.broker.isBlocked = false
            self.blockedUntil = nil
            return world.note(.heal, name)
        }
        if let index = cutOff.firstIndex(where: { $0.until <= world.now }) {
            let cut = cutOff.remove(at: index)
            // Nobody who is cut off takes the lead, so the one who has it at the end had it all the time.
            if cut.process.isUp, cut.process.session == cut.session,
                world.store(cut.process.context).leader == cut.session
            {
                world.recorder.violate(.ledWithBroker, "\(cut.process.name) led without a broker", world)
            }
            return world.note(.heal, name)
        }
        guard world.faultsLeft > 0, world.isFaulty, next <= world.now else { return }
        world.faultsLeft -= 1
        next = world.now + .milliseconds(5 + world.random.below(400))
        strike(world)
    }

    /// Ends what lasts.
    func heal(_ world: World) {
        down?.store.restart(isDown: false)
        down = nil
        blockedUntil = nil
        world.broker.isBlocked = false
    }

    private func strike(_ world: World) {
        let process = world.processes[world.random.below(world.processes.count)]
        let kind = world.random.below(21)
        world.note(.fault, name, kind, process.context.rawValue)
        switch kind {
        case 0...4:
            let isLate = world.random.chance(30)
            process.crash(world, noticed: isLate ? world.now + .milliseconds(world.random.below(900)) : nil)
        case 5: process.stop(world)
        case 6...8: process.disconnect(world)
        case 9, 10:
            if !process.sources.isEmpty {
                process.sources[world.random.below(process.sources.count)].cancelledByBroker(world)
            }
        case 11: for process in world.processes { process.disconnect(world) }
        case 12, 13: block(world)
        case 14, 15: stopStore(process, world)
        case 16: world.store(process.context).leader = nil
        case 20: cut(process, world)
        case 17: process.skew = .milliseconds(world.random.below(4000) - 2000)
        default: jump(world)
        }
    }

    /// One process loses its broker, if it can be the one that leads.
    private func cut(_ process: Process, _ world: World) {
        let leader = world.store(process.context).leader
        let leading = world.processes.first { $0.context == process.context && $0.isUp && $0.session == leader }
        let process = leading ?? process
        guard process.isUp else { return }
        let seconds = Self.cuts.lowerBound + world.random.below(Self.cuts.count)
        process.publisher.disconnect(world, reconnectAfter: .seconds(seconds))
        // Judged before the connection stands again.
        cutOff.append((process, process.session, world.now + .seconds(seconds - 1)))
        world.note(.cutOff, process.name, seconds)
    }

    private func block(_ world: World) {
        guard blockedUntil == nil else { return }
        world.broker.isBlocked = true
        blockedUntil = world.now + .milliseconds(50 + world.random.below(800))
    }

    private func stopStore(_ process: Process, _ world: World) {
        guard down == nil else { return }
        let store = world.store(process.context)
        store.restart(isDown: true)
        down = (store, world.now + .milliseconds(20 + world.random.below(800)))
    }

    private func jump(_ world: World) {
        guard world.plan.jumps else { return }
        // In a jump nobody has time to give up anything.
        cutOff = []
        world.now += .seconds(60 + world.random.below(3 * 3600))
        world.note(.clockJump, name)
    }
}
