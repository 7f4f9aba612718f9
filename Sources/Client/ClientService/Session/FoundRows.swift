import CoreVocabulary
import SyncCore

/// The faulty rows of a record, newest finding first.
///
/// Findings of the same row and entry are joined: reading, comparing and replacing may each find
/// it.
struct FoundRows: Sendable {
    private struct Place: Hashable {
        let accountID: AccountID
        let sequence: Int64
    }

    /// Rows that were found, with nothing known of the bank yet.
    private(set) var rows: [Divergence] = []

    /// Sorts the evidence into rows.
    ///
    /// - Parameters:
    ///   - evidence: Everything that was found, oldest first.
    ///   - doubts: The first fault of each account that is in doubt now.
    ///   - untaken: The faults of entries that did not follow and in whose places no row stands that
    ///     does; none of them was put right.
    init(_ evidence: [Evidence], doubts: [ChainFault], untaken: Set<ChainFault> = []) {
        let beginnings = Self.beginnings(of: doubts, in: evidence)
        var places: [Place: [Int]] = [:]
        for (number, found) in evidence.enumerated().reversed() {
            let fault = found.fault
            let place = Place(accountID: fault.accountID, sequence: fault.accountSequence)
            let entry = found.entry
            let known = places[place, default: []].first { row in
                entry == nil || rows[row].entry == nil || rows[row].entry == entry
            }
            if let known {
                rows[known].add(found)
                continue
            }
            places[place, default: []].append(rows.count)
            // Found in the present doubt, at its beginning or later.
            let isCovered =
                beginnings[fault.accountID].map { beginning in
                    number >= beginning || found.foundAt >= evidence[beginning].foundAt
                } ?? false
            rows.append(Divergence(found, isRepaired: !isCovered && !untaken.contains(fault)))
        }
    }

    /// Returns the number of the finding at which each present doubt began.
    ///
    /// What was found before that is repaired, and stays so.
    private static func beginnings(
        of doubts: [ChainFault],
        in evidence: [Evidence]
    ) -> [AccountID: Int] {
        // Of each doubt the finding itself, or else the last one of its place or of its account.
        var numbers: [AccountID: (number: Int, likeness: Int)] = [:]
        let doubts = Dictionary(doubts.map { ($0.accountID, $0) }) { first, _ in first }
        for (number, found) in evidence.enumerated() {
            guard let doubt = doubts[found.fault.accountID] else { continue }
            let isThere = found.fault.accountSequence == doubt.accountSequence
            let likeness = found.fault == doubt ? 2 : isThere ? 1 : 0
            guard likeness >= numbers[doubt.accountID]?.likeness ?? 0 else { continue }
            numbers[doubt.accountID] = (number, likeness)
        }
        return numbers.mapValues(\.number)
    }
}

extension Divergence {
    /// Creates a row from its latest finding, before it is judged.
    fileprivate init(_ evidence: Evidence, isRepaired: Bool) {
        self.init(
            fault: evidence.fault,
            foundAt: evidence.foundAt,
            evidenceByteCount: evidence.bytes.count,
            isRepaired: isRepaired,
            entry: evidence.entry,
            mark: evidence.mark,
            isTellable: evidence.isTellable
        )
    }

    /// Adds an earlier finding about the row.
    fileprivate mutating func add(_ evidence: Evidence) {
        evidenceByteCount += evidence.bytes.count
        entry = entry ?? evidence.entry
        mark = mark ?? evidence.mark
        if evidence.isTellable { isTellable = true }
    }
}

extension ChainFault {
    /// True if an entry of the bank did not follow the chain; its successor must be in its place
    /// before the row is right.
    var isOfToldEntry: Bool {
        switch reason {
        case .otherAccount, .sequenceGap, .balanceMismatch: true
        case .divergence, .unreadable: false
        }
    }
}
