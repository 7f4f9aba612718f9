public import CoreVocabulary
public import Cryptography
public import IdentityCore

extension Bank {
    /// Minimum free space for the books to grow, in bytes.
    ///
    /// Some thousand transfers fit into it, so that readiness ends before writes fail.
    public static let roomByteFloor: Int64 = 33_554_432

    /// Checks that the books can be read and written and have room to grow.
    public func health() async throws -> BankHealth { try await healthCheck.run() }

    /// Records why the head of the audit log was not written outside the books; nil if it was.
    ///
    /// Until it is written, ``health()`` throws. Otherwise, audit rows written meanwhile could be
    /// cut off unnoticed, and the bank would not start again.
    public func tell(headFailure reason: String?) { healthCheck.headFailure = reason }

    /// Accepts the clock after the operator has checked it; see ``GroupCommit/accept(_:)``.
    public func acceptClock() async throws { try await commits.accept(context.clock) }

    /// Restores the operator's acceptance of the clock; call it before anything is written.
    public func recallAcceptedClock() async throws {
        try await commits.recallAcceptedClock(at: context.clock.now())
    }

    /// Returns the public keys for access tokens as a JSON Web Key Set.
    public func jwks() async throws -> [UInt8] { try await keys.publicKeySet() }

    /// Replaces the signing key; tokens signed by earlier keys stay valid until they expire.
    @discardableResult
    public func rotateSigningKey() async throws -> SigningKeyID { try await keys.rotate() }

    /// Replaces the signing key after a restoration, and rejects all earlier tokens.
    @discardableResult
    public func replaceSigningKeys() async throws -> SigningKeyID { try await keys.replaceAll() }

    /// Checks the ring against these books before the first request: see ``MasterKeys/adopt()``.
    public func adoptMasterKeys() async throws { try await masterKeys.adopt() }

    /// Returns the number for a new master key; see ``MasterKeys/nextNumber(above:)``.
    public func nextMasterKeyNumber(
        above others: [MasterKey.Number] = []
    ) async throws -> MasterKey.Number {
        try await masterKeys.nextNumber(above: others)
    }

    /// Makes a new key the sealing key; it must be stored durably before.
    public func beginMasterKey(_ number: MasterKey.Number, _ key: SharedSecret) async throws {
        try await masterKeys.begin(number, key)
    }

    /// Reseals all values and retires the earlier keys; see ``MasterKeys/sealAnew(progress:)``.
    public func sealAnew(
        progress: @Sendable (_ sealedCount: Int) -> Void = { _ in }
    ) async throws -> [MasterKey.Number] {
        try await masterKeys.sealAnew(progress: progress)
    }

    /// Destroys the keys of sessions that have no more use for them, and returns their number.
    public func destroyEndedKeys() async throws -> Int { try await masterKeys.destroyEnded() }
}
