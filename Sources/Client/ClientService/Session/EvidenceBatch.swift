import CoreVocabulary
import SyncCore
import WireProtocol

/// Evidence about one account for one request.
struct EvidenceBatch: Hashable, Sendable {
    let accountID: AccountID
    private(set) var items: [EvidenceItem]

    /// Returns the batches for the bank: each entry once, however often it was found.
    ///
    /// Rows that were damaged here say nothing of the bank, and bytes that are no entry could not
    /// be compared with anything. What the books of an earlier epoch were told is told again. The
    /// batches are in the order in which their accounts were found wrong.
    static func batches(
        of evidence: [Evidence],
        in epoch: UInt64,
        except refused: Set<AccountID>
    ) -> [EvidenceBatch] {
        var batches: [EvidenceBatch] = []
        // The batch of each account that has room still.
        var places: [AccountID: Int] = [:]
        var seen: Set<[UInt8]> = []
        for found in evidence where !refused.contains(found.fault.accountID) {
            guard let item = found.item(in: epoch), seen.insert(found.bytes).inserted else {
                continue
            }
            let accountID = found.fault.accountID
            if let place = places[accountID],
                batches[place].items.count < SubmitEvidenceRequest.itemLimit
            {
                batches[place].items.append(item)
            } else {
                places[accountID] = batches.count
                batches.append(EvidenceBatch(accountID: accountID, items: [item]))
            }
        }
        return batches
    }

    /// The request that sends the batch.
    var request: Request {
        .submitEvidence(SubmitEvidenceRequest(accountID: accountID, items: items))
    }

    /// Returns the marks of an answer, by the found bytes; nil for an answer that does not fit.
    func marks(
        of verdicts: [EvidenceVerdict],
        toldAt: Instant,
        in epoch: UInt64
    ) -> [[UInt8]: EvidenceMark]? {
        guard verdicts.count == items.count else { return nil }
        var marks: [[UInt8]: EvidenceMark] = [:]
        for (item, verdict) in zip(items, verdicts) {
            let mark = EvidenceMark(verdict: verdict, toldAt: toldAt, epoch: epoch)
            marks[item.entry.canonicalBytes] = mark
        }
        return marks
    }
}

extension Evidence {
    /// True if the bank can be told of this evidence, now or later.
    var isTellable: Bool { tellableEntry != nil }

    /// Returns true if the bank was told of this evidence in this epoch.
    func isTold(in epoch: UInt64) -> Bool { mark.map { $0.epoch >= epoch } ?? false }

    /// Claim to submit about it; nil for nothing, or nothing more in this epoch of the books.
    fileprivate func item(in epoch: UInt64) -> EvidenceItem? {
        guard !isTold(in: epoch), let entry = tellableEntry else { return nil }
        return EvidenceItem(reason: fault.reason, entry: entry)
    }

    /// The entry for the bank; nil for damage on this console, and for bytes that are no entry or
    /// too long for one.
    private var tellableEntry: EntryRecord? {
        fault.reason != .unreadable && bytes.count <= EntryRecord.evidenceByteLimit ? entry : nil
    }
}
