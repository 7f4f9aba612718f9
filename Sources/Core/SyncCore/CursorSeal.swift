package import CoreVocabulary
package import Cryptography

/// Signs cursors with a MAC, so that the bank accepts only cursors it issued to the same user.
///
/// The MAC is the first 128 bits of `HMAC-SHA-256(key, tag ‖ user ‖ epoch ‖ sequence ‖ scope)`.
package struct CursorSeal: Sendable {
    /// Length of a key in bytes.
    package static let keyByteCount = 32

    private static let tag = "counterfoil.cursor"
    private static let macByteCount = 16

    private let key: SharedSecret

    /// Creates a signer with the bank's cursor key.
    package init(key: SharedSecret) {
        self.key = key
    }

    /// Returns a cursor for a position, signed for a user.
    package func sealed(
        epoch: UInt64,
        feedSequence: Int64,
        scopeVersion: Int64,
        for userID: UserID
    ) -> Cursor {
        Cursor(
            epoch: epoch,
            feedSequence: feedSequence,
            scopeVersion: scopeVersion,
            mac: mac(epoch, feedSequence, scopeVersion, userID)
        )
    }

    /// True if the cursor was signed with this key for the user.
    package func isValid(_ cursor: Cursor, for userID: UserID) -> Bool {
        let expected = mac(cursor.epoch, cursor.feedSequence, cursor.scopeVersion, userID)
        return constantTimeEquals(Self.bytes(of: cursor.mac), Self.bytes(of: expected))
    }

    private func mac(
        _ epoch: UInt64,
        _ feedSequence: Int64,
        _ scopeVersion: Int64,
        _ userID: UserID
    ) -> UInt128 {
        var encoder = CanonicalEncoder()
        encoder.write(Self.tag)
        encoder.write(userID)
        encoder.write(epoch)
        encoder.write(feedSequence)
        encoder.write(scopeVersion)
        let message = encoder.bytes
        let code = key.withBytes { HMAC.code(for: message, key: $0) }
        return code.prefix(Self.macByteCount).reduce(0) { $0 << 8 | UInt128($1) }
    }

    private static func bytes(of mac: UInt128) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: macByteCount)
        encoder.write(mac)
        return encoder.bytes
    }
}
