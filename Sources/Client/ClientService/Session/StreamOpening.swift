/// Outcome of opening a stream.
enum StreamOpening: Sendable {
    /// The stream is open.
    case opened(LinkStream)
    /// The line does not support streams.
    case unavailable
    /// The stream could not be opened.
    case failed(LinkCause)
    /// A more urgent event interrupted the opening.
    case interrupted
}
