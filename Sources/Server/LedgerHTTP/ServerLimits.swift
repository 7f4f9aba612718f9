import Glibc
import LedgerService

/// How much a peer may ask of the server before it is turned away.
public struct ServerLimits: Hashable, Sendable {
    /// The most bytes of one header field, its name included; the longest is a token.
    public static let headerFieldByteLimit = 4_096
    /// The most bytes of all header fields of a request.
    public static let headerListByteLimit = 16_384
    /// The most header fields of a request.
    public static let headerFieldCountLimit = 64
    /// The most connections that the system keeps until a listener accepts them; Linux allows 4,096.
    ///
    /// Where there is no room for one more, the system drops the peer's first packet, and the peer
    /// tries again after a second: a burst of connections would slow everybody's down.
    static let waitingConnectionCount = 4_096

    /// The most connections that a listener accepts before it looks at anything else: a peer that
    /// begins thousands must not be ahead of everybody for long.
    static let acceptedAtOnceCount: UInt = 64

    /// The most connections at a time on one listener.
    public var connectionCount = StandardConnections.count
    /// The most of them from one peer.
    public var connectionCountOfPeer = StandardConnections.countOfPeer
    /// The fewest that a peer may begin at once, however few it may have; see ``PeerArrivals``.
    public var arrivalCountFloor = StandardConnections.countOfPeer
    /// The accounts of this host that may begin connections on the Unix socket without end: who runs
    /// under one of them may stop the bank as well.
    public var trustedAccounts: Set<UInt32> = [0, geteuid()]
    /// The most of them on which one user's requests came.
    public var connectionCountOfUser = StandardConnections.countOfUser
    /// The most of them on which one session's requests came.
    public var connectionCountOfSession = StandardConnections.countOfSession
    /// The longest wait for the first byte of a connection, in milliseconds: a peer that has a
    /// request sends it at once.
    public var firstByteMilliseconds: Int64 = 3_000
    /// How long the first request of a connection may take, handshake included, in milliseconds.
    public var firstRequestMilliseconds: Int64 = 10_000
    /// The longest wait for the next request of a connection, in milliseconds.
    public var nextRequestMilliseconds: Int64 = 60_000
    /// How long a body may take, in milliseconds.
    public var bodyMilliseconds: Int64 = 10_000
    /// How long a peer may leave an answer unread, or take next to nothing of it, in milliseconds.
    public var readingMilliseconds: Int64 = 30_000
    /// How long what is under way may take after a stop was asked for, in milliseconds.
    public var drainMilliseconds = Int64(StandardConnections.drainSeconds) * 1_000
    /// How long the bank may take to prove that it is ready, in milliseconds.
    public var readinessMilliseconds: Int64 = 2_000

    /// Makes the limits that a bank of this size is run with.
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
