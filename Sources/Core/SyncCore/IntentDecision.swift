package import CoreVocabulary

/// The bank's decision about an intent, made once and never changed.
package struct IntentDecision: Hashable, Sendable {
    /// Version number in the first byte of the byte form.
    static let canonicalVersion: UInt8 = 1

    /// The two possible outcomes of an intent.
    package enum Outcome: Hashable, Sendable {
        /// The money moved, in this journal.
        case posted(JournalID)
        /// The money did not move and never will.
        ///
        /// `code` is the number of the reason, which `RefusalCode` in WireProtocol names.
        case refused(code: UInt16)
    }

    /// Key of the intent that was decided.
    package let key: IntentKey
    /// Outcome of the intent.
    package let outcome: Outcome
    /// Time of the decision, by the bank's clock.
    package let decidedAt: Instant

    /// Creates a decision from its parts.
    package init(key: IntentKey, outcome: Outcome, decidedAt: Instant) {
        self.key = key
        self.outcome = outcome
        self.decidedAt = decidedAt
    }

    /// Canonical byte encoding of the decision.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(Self.canonicalVersion)
        encoder.write(key)
        switch outcome {
        case .posted(let journalID):
            encoder.write(UInt8(1))
            encoder.write(journalID)
        case .refused(let code):
            encoder.write(UInt8(2))
            encoder.write(code)
        }
        encoder.write(decidedAt)
        return encoder.bytes
    }

    /// Decodes a decision from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        key = try decoder.readIdentifier()
        outcome =
            switch try decoder.read(UInt8.self) {
            case 1: .posted(try decoder.readIdentifier())
            case 2: .refused(code: try decoder.read(UInt16.self))
            default: throw .invalidValue
            }
        decidedAt = try decoder.readInstant()
        try decoder.finish()
    }
}
