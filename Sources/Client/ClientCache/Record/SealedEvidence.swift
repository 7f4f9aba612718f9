import ClientService
import CoreVocabulary
import SyncCore

/// The sealed part of an evidence row.
struct SealedEvidence {
    /// The wrong bytes as they were found.
    let bytes: [UInt8]
    /// Time of the finding, by the bank's clock.
    let foundAt: Instant
    /// The bank's verdict on the evidence; nil before it was submitted.
    var mark: EvidenceMark?

    /// Takes the sealed part of a piece of evidence.
    init(_ evidence: Evidence) {
        bytes = evidence.bytes
        foundAt = evidence.foundAt
        mark = evidence.mark
    }

    /// Decodes opened bytes; returns nil for any that ``canonicalBytes`` would not produce.
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

    /// Canonical byte encoding of the sealed part.
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
