import Glibc
import LedgerService

/// The limits for peers of the server.
package struct ServerLimits: Hashable, Sendable {
    /// Maximum length of one header field with its name, in bytes; the longest is a token.
    package static let headerFieldByteLimit = 4_096
    /// Maximum length of all header fields of a request, in bytes.
    package static let headerListByteLimit = 16_384
    /// Maximum number of header fields of a request.
    package static let headerFieldCountLimit = 64
    /// Length of the listen backlog; Linux allows 4,096.
    ///
    /// If the backlog is full, the system drops the peer's first packet, and the peer retries after
    /// a second. A burst of connections would then slow down everybody's.
    static let waitingConnectionCount = 4_096

    /// Maximum number of connections that a listener accepts in a row, so that a peer which opens
    /// thousands does not delay the others for long.
    static let acceptedAtOnceCount: UInt = 64

    /// Maximum number of connections of a listener at a time.
    package var connectionCount = StandardConnections.count
    /// Maximum number of connections from one peer.
    package var connectionCountOfPeer = StandardConnections.countOfPeer
    /// Minimum burst of new connections of a peer, however few it may have: see ``PeerArrivals``.
    package var arrivalCountFloor = StandardConnections.countOfPeer
    /// Host accounts without a rate limit on the Unix socket, as they could stop the bank anyway.
    package var trustedAccounts: Set<UInt32> = [0, geteuid()]
    /// Maximum number of connections with requests of one user.
    package var connectionCountOfUser = StandardConnections.countOfUser
    /// Maximum number of connections with requests of one session.
    package var connectionCountOfSession = StandardConnections.countOfSession
    /// Time limit for the first byte of a connection, which a peer with a request sends at once.
    package var firstByteMilliseconds: Int64 = 3_000
    /// Time limit for the first request of a connection, handshake included, in milliseconds.
    package var firstRequestMilliseconds: Int64 = 10_000
    /// Time limit for the next request of a connection, in milliseconds.
    package var nextRequestMilliseconds: Int64 = 60_000
    /// Time limit for a request's body, in milliseconds.
    package var bodyMilliseconds: Int64 = 10_000
    /// Time in which a peer has to take a minimum of an unread answer, in milliseconds.
    package var readingMilliseconds: Int64 = 30_000
    /// Time for open requests after a stop was asked for, in milliseconds.
    package var drainMilliseconds = Int64(StandardConnections.drainSeconds) * 1_000
    /// Time limit for the bank's proof of readiness, in milliseconds.
    package var readinessMilliseconds: Int64 = 2_000

    /// Creates the standard limits.
    package init() {}

    func milliseconds(of deadline: ConnectionMachine.Deadline) -> Int64 {
        switch deadline {
        case .firstRequest: firstRequestMilliseconds
        case .nextRequest: nextRequestMilliseconds
        case .body: bodyMilliseconds
        case .taking: max(1, readingMilliseconds / ConnectionMachine.takingLookCount)
        }
    }
}
