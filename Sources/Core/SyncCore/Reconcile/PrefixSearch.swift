import CoreVocabulary
import Cryptography

/// Looks for the first entry in which two chains of an account differ: a chain's hash stands for
/// everything before it, so the hashes agree up to some place and differ from there on.
///
/// Each round cuts what is left into sixteen.
struct PrefixSearch: Hashable, Sendable {
    private static let width: Int64 = 16

    let accountID: AccountID
    /// The last place up to which both are known to agree.
    private var agreed: Int64 = 0
    /// No place after this one is looked at.
    private var limit: Int64
    /// Whether they are known to differ at the limit.
    private var differsAtLimit: Bool

    /// Begins a search in the places that both chains have.
    ///
    /// - Parameters:
    ///   - accountID: The account.
    ///   - limit: The length of the shorter chain, 1 or more.
    ///   - differsAtLimit: Whether the two are known to differ there.
    init(_ accountID: AccountID, upTo limit: Int64, differsAtLimit: Bool) {
        invariant(limit >= 1, "chains without entries are the same")
        self.accountID = accountID
        self.limit = limit
        self.differsAtLimit = differsAtLimit
    }

    /// The first place that differs, or the one after all when none does; nil while not known.
    var firstBadSequence: Int64? {
        let isFound = differsAtLimit ? limit - agreed == 1 : limit == agreed
        return isFound ? agreed + 1 : nil
    }

    /// Whether the chains agree in every place that both have.
    var agreesThroughout: Bool { limit == agreed }

    /// The places to ask for, ascending; none when the search is over.
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

    /// Takes in what both sides have at ``places``; nil here is a hash that cannot be had.
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
