public import CoreVocabulary

/// Something in the books of now that looks like what is lost, and may be it, entered once more.
///
/// Accounts and amount agree at least. Nobody but people can tell, so it stands before every command that
/// would move or reserve the money a second time.
public enum LostLikeness: Hashable, Sendable {
    /// A booked transfer, by its receipt.
    case booked(JournalID)
    /// A hold.
    case held(TransferID)

    /// The sentence, without its full stop.
    var words: String {
        switch self {
        case .booked(let receipt):
            "something like it is in the books as \(receipt): compare first"
        case .held(let id):
            "something like it is in the books as the hold \(id): compare first"
        }
    }
}
