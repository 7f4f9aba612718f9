public import CoreVocabulary

/// Something in the books of now that nobody but people can tell from what is lost: it may be it, entered
/// once more, or be somebody else's under the same name or number.
///
/// It stands before every command that would move or reserve the money a second time, or move what
/// somebody let go, or give to a stranger what was somebody else's.
public enum LostLikeness: Hashable, Sendable {
    /// A booked transfer between the same accounts with the same amount, by its receipt.
    case booked(JournalID)
    /// A hold between the same accounts with the same amount.
    case held(TransferID)
    /// The hold that a lost transfer took, which somebody gave back.
    case givenBack(TransferID)
    /// Users and accounts of others, under the names and numbers of lost ones.
    case succeeded([LostSuccessor])

    /// The likeness of what others have in its place; nil where there are none.
    init?(_ successors: [LostSuccessor]) {
        guard !successors.isEmpty else { return nil }
        self = .succeeded(successors)
    }

    /// The sentence, without its full stop.
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
