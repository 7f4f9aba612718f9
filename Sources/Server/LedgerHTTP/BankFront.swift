public import CoreVocabulary
public import LedgerService
public import SyncCore
public import WireProtocol

/// The bank as the server sees it: something that answers requests.
public protocol BankFront: Sendable {
    /// The time by the bank's clock; certificates of terminals are judged by it.
    var clockTime: Instant { get }

    /// Answers a request; whatever fails there is an answer too.
    func handle(_ envelope: RequestEnvelope, from origin: RequestOrigin) async -> Reply

    /// Looks at a token before the body of its request is read.
    ///
    /// A request whose token is refused counts as one of its peer here; any other counts when it is
    /// answered.
    func judge(token: [UInt8]?, from origin: RequestOrigin) async -> TokenVerdict

    /// Counts a request that is answered without the bank, such as one for a page, as one of its
    /// peer; the problem when it is one too many. Reads and writes nothing.
    func judgeOutside(from origin: RequestOrigin) -> Problem?

    /// Opens a stream of what comes after a cursor; each event is made when it is asked for.
    func stream(
        token: [UInt8]?,
        after cursor: Cursor?,
        from origin: RequestOrigin
    ) async -> Result<AsyncStream<StreamEvent>, StreamRefused>

    /// Proves that the books are open and the writer answers.
    func health() async throws -> BankHealth

    /// The public keys of access tokens, a JSON Web Key Set.
    func jwks() async throws -> [UInt8]
}

extension Bank: BankFront {}
