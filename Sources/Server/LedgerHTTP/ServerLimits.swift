import Glibc
import LedgerService

/// The limits for peers of the server.
public struct ServerLimits: Hashable, Sendable {
    /// Maximum length of one header field with its name, in bytes; the longest is a token.
    public static let headerFieldByteLimit = 4_096
    /// Maximum length of all header fields of a request, in bytes.
    public static let headerListByteLimit = 16_384
    /// Maximum number of header fields of a request.
    public static let headerFieldCountLimit = 64
    /// Length of the listen backlog; Linux allows 4,096.
    ///
    /// If the backlog is full, the system drops the peer's first packet, and the peer retries after
    /// a second. A burst of connections would then slow down everybody's.
    static let waitingConnectionCount = 4_096

    /// Maximum number of connections that a listener accepts in a row, so that a peer which opens
    /// thousands does not delay the others for long.
    static let acceptedAtOnceCount: UInt = 64

    /// Maximum number of connections of a listener at a time.
    public var connectionCount = StandardConnections.count
    /// Maximum number of connections from one peer.
    public var connectionCountOfPeer = StandardConnections.countOfPeer
    /// Minimum burst of new connections of a peer, however few it may have: see ``PeerArrivals``.
    public var arrivalCountFloor = StandardConnections.countOfPeer
    /// Host accounts without a rate limit on the Unix socket, as they could stop the bank anyway.
    public var trustedAccounts: Set<UInt32> = [0, geteuid()]
    /// Maximum number of connections with requests of one user.
    public var connectionCountOfUser = StandardConnections.countOfUser
    /// Maximum number of connections with requests of one session.
    public var connectionCountOfSession = StandardConnections.countOfSession
    /// Time limit for the first byte of a connection, which a peer with a request sends at once.
    public var firstByteMilliseconds: Int64 = 3_000
    /// Time limit for the first request of a connection, handshake included, in milliseconds.
    public var firstRequestMilliseconds: Int64 = 10_000
    /// Time limit for the next request of a connection, in milliseconds.
    public var nextRequestMilliseconds: Int64 = 60_000
    /// Time limit for a request's body, in milliseconds.
    public var bodyMilliseconds: Int64 = 10_000
    /// Time in which a peer has to take a minimum of an unread answer, in milliseconds.
    public var readingMilliseconds: Int64 = 30_000
    /// Time for open requests after a stop was asked for, in milliseconds.
    public var drainMilliseconds = Int64(StandardConnections.drainSeconds) * 1_000
    /// Time limit for the bank's proof of readiness, in milliseconds.
    public var readinessMilliseconds: Int64 = 2_000

    /// Creates the standard limits.
    public init() {}

    func milliseconds(of deadline: ConnectionMachine.Deadline) -> Int64 {
        switch deadline {
        case .firstRequest: firstRequestMilliseconds
        case .nextRequest: nextRequestMilliseconds
        case .body: bodyMilliseconds
        case .taking: max(1, readingMilliseconds / ConnectionMachine.takingLookCount)
        }
    }
}
