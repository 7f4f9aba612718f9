public import ClientService
public import TerminalKit

/// What happens to a console, one thing at a time.
public enum ConsoleEvent: Sendable {
    /// A key, pasted text, or whatever else a terminal sends.
    case input(InputEvent)
    /// The terminal has another size.
    case resized(Size)
    /// Time went by; due at ``Console/nextDeadline``.
    case deadline
    /// The local service answered.
    case reply(ClientReply)
    /// The local service has news.
    case client(ClientEvent)
    /// A demonstration's bank is being prepared; nil when it is ready.
    case preparation(DemoPreparation?)
}

/// How far a demonstration's bank is.
public struct DemoPreparation: Hashable, Sendable {
    /// The payments that are booked.
    public let done: Int
    /// The payments there are; nil until they are counted.
    public let total: Int?

    /// Says how far the bank is.
    public init(done: Int, total: Int?) {
        self.done = done
        self.total = total
    }
}
