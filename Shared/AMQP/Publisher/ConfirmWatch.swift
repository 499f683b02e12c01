import NIOCore

/// Says when a connection is to be given up because nothing that was published on it gets confirmed.
///
/// Why: a channel of RabbitMQ 3.10 looks up the leader of a quorum queue once, before its first message for that queue
/// (`rabbit_fifo_client`). While that broker stands still the channel waits for it and does nothing else, not even close;
/// when it is given up the channel refuses every message, however long the queue has had another leader. A channel of a
/// new connection looks it up again. Pure: moments go in, a deadline comes out.
struct ConfirmWatch {
    private let patience: TimeAmount
    /// Since when something is on its way, or refused, and nothing has been confirmed.
    private var since: NIODeadline?
    private var isBlocked = false

    init(patience: TimeAmount) { self.patience = patience }

    /// When the connection is to be given up; nil while there is nothing to wait for.
    var deadline: NIODeadline? { since.map { $0 + patience } }

    /// A message was sent.
    mutating func published(at now: NIODeadline) {
        if since == nil, !isBlocked { since = now }
    }

    /// The broker has taken something, while so many messages are without an answer.
    ///
    /// A refusal is no such sign: it is what a channel with a leader that is gone gives for ever.
    mutating func confirmed(outstanding: Int, at now: NIODeadline) {
        restart(outstanding: outstanding, at: now)
    }

    /// The broker has said that it takes nothing for now, or does again: silence means nothing in between.
    mutating func blockedChanged(_ isBlocked: Bool, outstanding: Int, at now: NIODeadline) {
        self.isBlocked = isBlocked
        restart(outstanding: outstanding, at: now)
    }

    /// A new channel.
    mutating func reset() { self = Self(patience: patience) }

    private mutating func restart(outstanding: Int, at now: NIODeadline) {
        since = outstanding > 0 && !isBlocked ? now : nil
    }
}
