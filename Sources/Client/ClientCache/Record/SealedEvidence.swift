import ClientService
import CoreVocabulary
import SyncCore

/// The sealed part of a row of evidence.
struct SealedEvidence {
    /// The bytes as they were found.
    let bytes: [UInt8]
    /// The time of that, by the bank's clock.
    let foundAt: Instant
    /// The bank's word on it; nil before it was told.
    var mark: EvidenceMark?

    /// Takes what is sealed of evidence.
    init(_ evidence: Evidence) {
        bytes = evidence.bytes
        foundAt = evidence.foundAt
        mark = evidence.mark
    }

    /// Reads opened bytes; nil for any that ``canonicalBytes`` would not print.
    init?(opened: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(opened)
            foundAt = try decoder.readInstant()
            bytes = try decoder.readBytes()
            mark = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                guard let verdict = EvidenceVerdict(rawValue: try decoder.readString()) else {
                    throw .invalidValue
                }
                return EvidenceMark(
                    verdict: verdict,
                    toldAt: try decoder.readInstant(),
                    epoch: try decoder.read(UInt64.self)
                )
            }
            try decoder.finish()
        } catch {
            return nil
        }
    }

    /// The one byte form.
    var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(foundAt)
        encoder.write(bytes)
        encoder.write(optional: mark) { encoder, mark in
            encoder.write(mark.verdict.rawValue)
            encoder.write(mark.toldAt)
            encoder.write(mark.epoch)
        }
        return encoder.bytes
    }
}
