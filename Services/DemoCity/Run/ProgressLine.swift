import SuiteControl

/// A bar on a terminal, plain lines elsewhere.
actor ProgressLine {
    private let interactive = Terminal.isInteractive
    private var lastPrinted = ContinuousClock.now - .seconds(60)

    /// Says that a stage begins.
    func stage(_ text: String) {
        finish()
        Terminal.say("• \(text)")
    }

    /// Shows how far the requests have come.
    func show(registered: Int, closed: Int, of total: Int) {
        let percent = total == 0 ? 100 : closed * 100 / total
        if interactive {
            let filled = percent * 40 / 100
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 40 - filled)
            Terminal.write(
                "\r  \(bar) \(percent) %  registered \(registered), ended \(closed) of \(total)  ", to: 2)
            isOpen = true
        } else if ContinuousClock.now - lastPrinted >= .seconds(5) {
            lastPrinted = .now
            Terminal.say("  registered \(registered), ended \(closed) of \(total)")
        }
    }

    private var isOpen = false

    private func finish() {
        if isOpen { Terminal.write("\n", to: 2) }
        isOpen = false
    }
}
