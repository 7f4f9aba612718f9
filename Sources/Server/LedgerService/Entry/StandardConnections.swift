/// Default connection limits, from which those of a listener and ``WaitLimits`` are taken.
package enum StandardConnections {
    /// Maximum number of concurrent connections.
    package static let count = 1_024
    /// Maximum number of connections from one peer.
    ///
    /// A branch with two hundred consoles has one address, and half of all remain for others.
    package static let countOfPeer = 512
    /// Maximum number of connections with one user's requests.
    ///
    /// It suffices for eight sessions, each with a stream and some concurrent requests.
    package static let countOfUser = 64
    /// Maximum number of connections that carried one session's requests.
    ///
    /// A console has one for its stream, one for its requests, and some more while it reconnects.
    package static let countOfSession = 16
    /// Grace period in seconds for requests under way after a stop was requested.
    package static let drainSeconds = 20
}
