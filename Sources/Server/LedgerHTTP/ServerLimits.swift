/// How much a peer may ask of the server before it is turned away.
public struct ServerLimits: Hashable, Sendable {
    /// The most bytes of one header field, its name included; the longest is a token.
    public static let headerFieldByteLimit = 4_096
    /// The most bytes of all header fields of a request.
    public static let headerListByteLimit = 16_384
    /// The most header fields of a request.
    public static let headerFieldCountLimit = 64

    /// The most connections at a time on one listener; more wait to be accepted.
    public var connectionCount = 1_024
    /// How long the first request of a connection may take, handshake included, in milliseconds.
    public var firstRequestMilliseconds: Int64 = 10_000
    /// How long a connection may stay without a request, in milliseconds, or with an answer of
    /// which the peer takes next to nothing.
    public var nextRequestMilliseconds: Int64 = 60_000
    /// How long a body may take, in milliseconds.
    public var bodyMilliseconds: Int64 = 10_000
    /// How long a peer may leave an answer unread, or take next to nothing of it, in milliseconds.
    public var readingMilliseconds: Int64 = 30_000
    /// How long what is under way may take after a stop was asked for, in milliseconds.
    public var drainMilliseconds: Int64 = 10_000
    /// How long the bank may take to prove that it is ready, in milliseconds.
    public var readinessMilliseconds: Int64 = 2_000

    /// Makes the limits that a bank of this size is run with.
    public init() {}

    func milliseconds(of deadline: ConnectionMachine.Deadline) -> Int64 {
        switch deadline {
        case .firstRequest: firstRequestMilliseconds
        case .nextRequest: nextRequestMilliseconds
        case .body: bodyMilliseconds
        case .reading: readingMilliseconds
        }
    }
}
