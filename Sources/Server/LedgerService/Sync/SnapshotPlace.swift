import CoreVocabulary

/// Where in a snapshot a page begins; a name of a place and no state, so that a page can be asked
/// for again.
///
/// An account is named by the number of the grant since which the user sees it. That number never
/// changes: a grant that ends is gone, and one that is given anew has a number beyond the snapshot,
/// so that nothing else moves.
enum SnapshotPlace: Hashable {
    /// With the account that was granted next after a number of the feed; zero for the first.
    case account(after: Int64)
    /// With the entries of the account that was granted with a number, after some of them.
    case entries(ofGrant: Int64, after: Int64)
    /// With what is the user's own, after a number of the feed.
    case own(after: Int64)
    /// With the accounts that the user sees no more, after this one; nil for the first.
    case lost(after: AccountID?)

    /// The text in ``WireProtocol/SnapshotRequest/page``.
    var text: String {
        switch self {
        case .account(0): ""
        case .account(let grant): "a.\(grant)"
        case .entries(let grant, let sequence): "e.\(grant).\(sequence)"
        case .own(let sequence): "u.\(sequence)"
        case .lost(nil): "l"
        case .lost(let id?): "l.\(id)"
        }
    }

    /// Reads the text; nil for anything that ``text`` would not print.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("", 1): self = .account(after: 0)
        case ("a", 2):
            guard let grant = Self.number(parts[1]) else { return nil }
            self = .account(after: grant)
        case ("e", 3):
            guard let grant = Self.number(parts[1]), let sequence = Self.number(parts[2])
            else { return nil }
            self = .entries(ofGrant: grant, after: sequence)
        case ("u", 2):
            guard let sequence = Self.number(parts[1]) else { return nil }
            self = .own(after: sequence)
        case ("l", 1): self = .lost(after: nil)
        case ("l", 2):
            guard let id = AccountID(parts[1]) else { return nil }
            self = .lost(after: id)
        default: return nil
        }
        guard self.text == text else { return nil }
    }

    private static func number(_ text: Substring) -> Int64? {
        Int64(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
