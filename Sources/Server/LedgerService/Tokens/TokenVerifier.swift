import CoreVocabulary
import IdentityCore
import WireProtocol

/// Verifies access tokens off the bank's actor.
final class TokenVerifier: Sendable {
    let cache = SigningKeyCache()
    private let context: BankContext

    init(_ context: BankContext) { self.context = context }

    /// Returns the caller that an access token identifies, or refuses a missing or invalid one.
    func caller(ofToken token: [UInt8]?, _ origin: RequestOrigin) async throws -> Caller {
        guard let bytes = token else { throw RequestRefused(.sessionEnded) }
        do {
            return Caller(token: try await verify(bytes), origin: origin)
        } catch let refusal as TokenRefusal {
            if !refusal.isRenewable { context.metrics.count(.accessTokenRefused) }
            throw RequestRefused(refusal.isRenewable ? .tokenExpired : .sessionEnded)
        }
    }

    /// Verifies an access token, and reloads the keys once if its key is unknown.
    private func verify(_ bytes: [UInt8]) async throws -> AccessToken {
        let now = context.clock.now()
        do {
            return try cache.verify(bytes, at: now)
        } catch .keyUnknown {
            let (keys, auditNumber) = try await context.store.read { books in
                (TokenKeys(try books.signingKeys(), at: now), try books.auditHead().number)
            }
            cache.store(keys, asOf: auditNumber, signer: nil)
            return try cache.verify(bytes, at: now)
        }
    }
}
