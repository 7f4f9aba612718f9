import CoreVocabulary

/// Start of a page in a snapshot: a name and no server-side state, so that a page can be repeated.
///
/// An account is named by the feed number of the grant since which the user sees it. That number
/// never changes. A grant that ends disappears, and a new one has a number beyond the snapshot, so
/// no other place shifts.
enum SnapshotPlace: Hashable {
    /// The next account granted after a feed number; zero for the first.
    case account(after: Int64)
    /// The entries of the account granted at a feed number, after some of them.
    case entries(ofGrant: Int64, after: Int64)
    /// Changes of the user's own, after a feed number.
    case own(after: Int64)
    /// The accounts that the user lost, after this one; nil for the first.
    case lost(after: AccountID?)

    /// The encoded place for ``WireProtocol/SnapshotRequest/page``.
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

    /// Parses a place; returns nil if ``text`` would not print the same.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().compactMap(Self.number)
        switch (parts.first, parts.count, numbers.count) {
        case ("", 1, _): self = .account(after: 0)
        case ("a", 2, 1): self = .account(after: numbers[0])
        case ("e", 3, 2): self = .entries(ofGrant: numbers[0], after: numbers[1])
        case ("u", 2, 1): self = .own(after: numbers[0])
        case ("l", 1, _): self = .lost(after: nil)
        case ("l", 2, _):
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
