package import CoreVocabulary
package import LedgerService
package import SyncCore
package import WireProtocol

/// The bank from the server's view: a service that answers requests.
package protocol BankFront: Sendable {
    /// The time of the bank's clock, by which terminals' certificates are judged.
    var clockTime: Instant { get }

    /// Answers a request; failures are answers too.
    func handle(_ envelope: RequestEnvelope, from origin: RequestOrigin) async -> Reply

    /// Judges a token before the body of its request is read: see ``Bank/judge(token:from:)``.
    func judge(token: [UInt8]?, from origin: RequestOrigin) async -> TokenVerdict

    /// Counts a request answered without the bank; returns a problem if its peer exceeds its rate.
    func judgeOutside(from origin: RequestOrigin) -> Problem?

    /// Opens a stream of the changes after a cursor, with each event created on demand.
    func stream(
        token: [UInt8]?,
        after cursor: Cursor?,
        from origin: RequestOrigin
    ) async -> Result<AsyncStream<StreamEvent>, StreamRefused>

    /// Proves that the books are open and the writer responds.
    func health() async throws -> BankHealth

    /// Returns the public keys of access tokens as a JSON Web Key Set.
    func jwks() async throws -> [UInt8]
}

extension Bank: BankFront {}
