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
}
