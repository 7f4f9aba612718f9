package import CoreVocabulary
package import LedgerService

extension SessionRecord {
    /// Returns the session with another end.
    package func with(endedAt: Instant?, endedFor: SessionEnd?) -> SessionRecord {
        with(sealedAuthorisationKey, endedAt, endedFor)
    }

    /// Returns the session with another sealed key.
    func with(sealedAuthorisationKey: [UInt8]) -> SessionRecord {
        with(sealedAuthorisationKey, endedAt, endedFor)
    }

    private func with(
        _ sealedAuthorisationKey: [UInt8],
        _ endedAt: Instant?,
        _ endedFor: SessionEnd?
    ) -> SessionRecord {
        SessionRecord(
            id: id,
            userID: userID,
            tokenHash: tokenHash,
            sealedAuthorisationKey: sealedAuthorisationKey,
            openedAt: openedAt,
            endsAt: endsAt,
            endedAt: endedAt,
            endedFor: endedFor,
            terminal: terminal
        )
    }
}
