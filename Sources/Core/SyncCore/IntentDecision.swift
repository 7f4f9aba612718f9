public import CoreVocabulary

/// What the bank decided about something that was asked for; it is decided once and for all.
public struct IntentDecision: Hashable, Sendable {
    /// Names this form in its first byte.
    static let canonicalVersion: UInt8 = 1

    /// The two ways it can end.
    public enum Outcome: Hashable, Sendable {
        /// The money moved, in this journal.
        case posted(JournalID)
        /// The money did not move and will not: the number of the reason, which
        /// `RefusalCode` in WireProtocol names.
        case refused(code: UInt16)
    }

    /// What was asked for.
    public let key: IntentKey
    /// How it ended.
    public let outcome: Outcome
    /// When the bank decided.
    public let decidedAt: Instant

    /// Makes a decision from its parts.
    public init(key: IntentKey, outcome: Outcome, decidedAt: Instant) {
        self.key = key
        self.outcome = outcome
        self.decidedAt = decidedAt
    }

    /// The one byte form.
    public var canonicalBytes: [UInt8] {
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

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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
