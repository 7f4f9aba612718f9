import CoreVocabulary
import Cryptography
import LedgerCore

extension Posting {
    private static let narrativeTag = "counterfoil.narratives"

    /// The hash over the texts of all entries, kept with the first decision about the journal.
    var narrativeDigest: Digest256 {
        var encoder = CanonicalEncoder()
        encoder.write(Self.narrativeTag)
        for narrative in narratives {
            encoder.write(narrative.shownToDebtor)
            encoder.write(narrative.shownToCreditor)
            encoder.write(narrative.reference)
        }
        return SHA256.digest(of: encoder.bytes)
    }

    /// The answer to this posting: that of the ledger, unless the journal is known with other texts.
    ///
    /// A journal that is decided now leaves the hash of its texts behind.
    func answer(
        _ outcome: Outcome,
        in transaction: any LedgerTransaction
    ) throws -> Refusal? {
        switch outcome {
        case .exists:
            let first = try transaction.narrativeDigest(of: journal.id)
            return first.map { $0 == narrativeDigest } ?? true
                ? outcome.refusal : Refusal(.existsWithDifferentNarrative)
        case .accepted, .rejected:
            if !outcome.events.isEmpty {
                try transaction.insert(narrativeDigest: narrativeDigest, of: journal.id)
            }
            return outcome.refusal
        }
    }
}
