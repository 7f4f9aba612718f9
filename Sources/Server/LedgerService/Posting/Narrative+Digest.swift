import CoreVocabulary
import Cryptography
import LedgerCore

extension Posting {
    private static let narrativeTag = "counterfoil.narratives"

    /// The hash of all narratives, stored with the first decision on the journal.
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

    /// Returns the ledger's refusal, or one because the journal exists with other texts.
    ///
    /// If the journal was decided just now, the hash of its texts is stored.
    func answer(_ outcome: Outcome, in transaction: any LedgerTransaction) throws -> Refusal? {
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
