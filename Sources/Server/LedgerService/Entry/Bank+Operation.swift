import CoreVocabulary
package import Cryptography
package import IdentityCore

extension Bank {
    /// Minimum free space for the books to grow, in bytes.
    ///
    /// Some thousand transfers fit into it, so that readiness ends before writes fail.
    package static let roomByteFloor: Int64 = 33_554_432

    /// Checks that the books can be read and written and have room to grow.
    package func health() async throws -> BankHealth { try await healthCheck.run() }

    /// Records why the head of the audit log was not written outside the books; nil if it was.
    ///
    /// Until it is written, ``health()`` throws. Otherwise, audit rows written meanwhile could be
    /// cut off unnoticed, and the bank would not start again.
    package func tell(headFailure reason: String?) { healthCheck.headFailure = reason }

    /// Accepts the clock after the operator has checked it; see ``GroupCommit/accept(_:)``.
    package func acceptClock() async throws { try await commits.accept(context.clock) }

    /// Restores the operator's acceptance of the clock; call it before anything is written.
    package func recallAcceptedClock() async throws {
        try await commits.recallAcceptedClock(at: context.clock.now())
    }

    /// Returns the public keys for access tokens as a JSON Web Key Set.
    package func jwks() async throws -> [UInt8] { try await keys.publicKeySet() }

    /// Replaces the signing key; tokens signed by earlier keys stay valid until they expire.
    @discardableResult
    package func rotateSigningKey() async throws -> SigningKeyID { try await keys.rotate() }

    /// Replaces the signing key after a restoration, and rejects all earlier tokens.
    @discardableResult
    package func replaceSigningKeys() async throws -> SigningKeyID { try await keys.replaceAll() }

    /// Checks the ring against these books before the first request: see ``MasterKeys/adopt()``.
    package func adoptMasterKeys() async throws { try await masterKeys.adopt() }

    /// Returns the number for a new master key; see ``MasterKeys/nextNumber(above:)``.
    package func nextMasterKeyNumber(
        above others: [MasterKey.Number] = []
    ) async throws -> MasterKey.Number {
        try await masterKeys.nextNumber(above: others)
    }

    /// Makes a new key the sealing key; it must be stored durably before.
    package func beginMasterKey(_ number: MasterKey.Number, _ key: SharedSecret) async throws {
        try await masterKeys.begin(number, key)
    }

    /// Reseals all values and retires the earlier keys; see ``MasterKeys/sealAnew(progress:)``.
    package func sealAnew(
        progress: @Sendable (_ sealedCount: Int) -> Void = { _ in }
    ) async throws -> [MasterKey.Number] {
        try await masterKeys.sealAnew(progress: progress)
    }

    /// Destroys the keys of sessions that have no more use for them, and returns their number.
    package func destroyEndedKeys() async throws -> Int { try await masterKeys.destroyEnded() }
}
