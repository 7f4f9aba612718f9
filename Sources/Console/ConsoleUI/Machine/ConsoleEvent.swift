package import ClientService
package import TerminalKit

/// Event for a console.
package enum ConsoleEvent: Sendable {
    /// A key, pasted text, or other input of the terminal.
    case input(InputEvent)
    /// The terminal's size has changed.
    case resized(Size)
    /// Time has passed; due at ``Console/nextDeadline``.
    case deadline
    /// A reply from the client service.
    case reply(ClientReply)
    /// News from the client service.
    case client(ClientEvent)
    /// Progress of preparing a demo's bank; nil when it is ready.
    case preparation(DemoPreparation?)
}

/// Progress of preparing a demo's bank.
package struct DemoPreparation: Hashable, Sendable {
    /// Number of payments booked so far.
    package let done: Int
    /// Total number of payments; nil until they are counted.
    package let total: Int?

    /// Creates a progress value from the two counts.
    package init(done: Int, total: Int?) {
        self.done = done
        self.total = total
    }
}
