public import LedgerService
public import SyncCore
public import WireProtocol

/// The bank as the server sees it: something that answers requests.
public protocol BankFront: Sendable {
    /// Answers a request; whatever fails there is an answer too.
    func handle(_ envelope: RequestEnvelope, from origin: RequestOrigin) async -> Reply

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
