package import CoreVocabulary

/// Something in the present books that only people can tell from a loss.
///
/// It may be the loss entered again, or belong to somebody else under the same name or number. It
/// precedes every command that could move or reserve money twice, post a hold that somebody
/// released, or give access to a stranger.
package enum LostLikeness: Hashable, Sendable {
    /// A booked transfer between the same accounts with the same amount, by its receipt.
    case booked(JournalID)
    /// A hold between the same accounts with the same amount.
    case held(TransferID)
    /// The hold that a lost transfer posted and that somebody has voided.
    case givenBack(TransferID)
    /// Users and accounts of others under the names and numbers of lost ones.
    case succeeded([LostSuccessor])

    /// Creates the likeness of the successors in its place, or nil if there are none.
    init?(_ successors: [LostSuccessor?]) {
        let successors = successors.compactMap(\.self)
        guard !successors.isEmpty else { return nil }
        self = .succeeded(successors)
    }

    /// The explanation, without a full stop.
    var words: String {
        switch self {
        case .booked(let receipt):
            "something like it is in the books as \(receipt): compare first"
        case .held(let id):
            "something like it is in the books as the hold \(id): compare first"
        case .givenBack(let id):
            "the hold \(id), which it took, was given back in these books: compare first"
        case .succeeded(let successors):
            "\(successors.map(\.words).joined(separator: ", ")): compare first"
        }
    }
}
