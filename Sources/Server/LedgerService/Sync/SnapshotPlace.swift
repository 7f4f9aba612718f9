import CoreVocabulary

/// Where in a snapshot a page begins; a name of a place and no state, so that a page can be asked
/// for again.
enum SnapshotPlace: Hashable {
    /// With the account after this one; nil for the first.
    case account(after: AccountID?)
    /// With the entries of an account after some of them.
    case entries(of: AccountID, after: Int64)
    /// With what is the user's own, after a number of the feed.
    case own(after: Int64)

    /// The text in ``WireProtocol/SnapshotRequest/page``.
    var text: String {
        switch self {
        case .account(nil): ""
        case .account(let id?): "a.\(id)"
        case .entries(let id, let sequence): "e.\(id).\(sequence)"
        case .own(let sequence): "u.\(sequence)"
        }
    }

    /// Reads the text; nil for anything that ``text`` would not print.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("", 1): self = .account(after: nil)
        case ("a", 2):
            guard let id = AccountID(parts[1]) else { return nil }
            self = .account(after: id)
        case ("e", 3):
            guard let id = AccountID(parts[1]), let sequence = Int64(parts[2]), sequence >= 0
            else { return nil }
            self = .entries(of: id, after: sequence)
        case ("u", 2):
            guard let sequence = Int64(parts[1]), sequence >= 0 else { return nil }
            self = .own(after: sequence)
        default: return nil
        }
        guard self.text == text else { return nil }
    }
}
