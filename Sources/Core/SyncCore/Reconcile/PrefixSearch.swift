import CoreVocabulary
import Cryptography

/// Sixteen-way search for the first entry in which two chains of an account differ.
///
/// A chain hash covers everything before it, so the hashes agree up to some entry and differ from
/// there on. Each round divides the remaining range by sixteen.
struct PrefixSearch: Hashable, Sendable {
    private static let width: Int64 = 16

    let accountID: AccountID
    /// The last sequence up to which both chains are known to agree.
    private var agreed: Int64 = 0
    /// The last sequence that is searched.
    private var limit: Int64
    /// True if the chains are known to differ at the limit.
    private var differsAtLimit: Bool

    /// Starts a search over the sequences that both chains have: up to the length of the shorter one.
    init(_ accountID: AccountID, upTo limit: Int64, differsAtLimit: Bool) {
        invariant(limit >= 1, "chains without entries are the same")
        self.accountID = accountID
        self.limit = limit
        self.differsAtLimit = differsAtLimit
    }

    /// First sequence that differs, or one past the limit if none does; nil while not known.
    var firstBadSequence: Int64? {
        let isFound = differsAtLimit ? limit - agreed == 1 : limit == agreed
        return isFound ? agreed + 1 : nil
    }

    /// True if the chains agree at every sequence that both have.
    var agreesThroughout: Bool { limit == agreed }

    /// Sequences to ask for in this round, ascending; empty when the search is over.
    var places: [Int64] {
        let length = limit - agreed
        let step = length / Self.width
        let rest = length % Self.width
        var places: [Int64] = []
        for part in 1...Self.width {
            let place = agreed + step * part + (rest * part + Self.width - 1) / Self.width
            if place == limit, differsAtLimit { break }
            if place != places.last { places.append(place) }
        }
        return places
    }

    /// Narrows the range by both sides' hashes at ``places``; a nil hash counts as different.
    mutating func narrow(here: [Digest256?], there: [Digest256?]) {
        let places = places
        invariant(here.count == places.count, "each place has an own hash or nil")
        invariant(there.count == places.count, "each place has the other side's hash or nil")
        for (place, hashes) in zip(places, zip(here, there)) {
            guard let own = hashes.0, own == hashes.1 else {
                limit = place
                differsAtLimit = true
                return
            }
            agreed = place
        }
    }
}
