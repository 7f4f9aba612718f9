import ClientService
import CoreVocabulary
import SyncCore

// The part of evidence that is sealed in its row: time, bytes and mark.
extension Evidence {
    /// Canonical byte encoding of the sealed part.
    var sealedPart: [UInt8] {
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

    /// Decodes an opened part; returns nil for any that ``sealedPart`` would not produce.
    init?(_ fault: ChainFault, sealedPart: [UInt8]) {
        do {
            var decoder = CanonicalDecoder(sealedPart)
            let foundAt = try decoder.readInstant()
            let bytes = try decoder.readBytes()
            let mark = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
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
            self.init(fault: fault, bytes: bytes, foundAt: foundAt, mark: mark)
        } catch {
            return nil
        }
    }
}
