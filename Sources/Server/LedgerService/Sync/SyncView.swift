import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

/// What one user may know of the books, as of one moment of them: positions, rights and chains.
struct SyncView {
    /// Where a console stands.
    enum Position: Hashable {
        /// It has nothing.
        case beginning
        /// It has everything up to a number of the feed.
        case at(Int64)
        /// It has something of another life of the books.
        case otherEpoch
        /// It has more of this life of the books than they hold.
        case ahead
    }

    let reader: any LedgerReading
    let userID: UserID
    let epoch: UInt64
    /// The end of the feed.
    let head: Int64
    /// The number of the last grant of the user, or of the end of one.
    let scopeVersion: Int64
    private let tools: SyncTools

    /// Sizes of what is sent and read at once.
    var limits: SyncLimits { tools.limits }

    init(_ reader: any LedgerReading, of userID: UserID, _ tools: SyncTools) throws {
        self.reader = reader
        self.userID = userID
        self.tools = tools
        epoch = try reader.epoch()
        head = try reader.feedHead()
        scopeVersion = try reader.scopeVersion(of: userID, upTo: head)
    }

    /// The cursor for a place in the feed, the same whenever it is asked for.
    func cursor(at sequence: Int64) throws -> Cursor {
        let scope =
            sequence >= scopeVersion
            ? scopeVersion : try reader.scopeVersion(of: userID, upTo: sequence)
        return tools.seal.sealed(
            epoch: epoch,
            feedSequence: sequence,
            scopeVersion: scope,
            for: userID
        )
    }

    /// Reads a cursor that a console sent.
    ///
    /// - Throws: ``RequestRefused`` when it is of this life of the books and not one that the bank
    ///   gave to this user.
    func position(of cursor: Cursor?) throws -> Position {
        guard let cursor else { return .beginning }
        // Of another life nothing is taken but that it is another.
        guard cursor.epoch == epoch else { return .otherEpoch }
        guard tools.seal.isValid(cursor, for: userID) else { throw RequestRefused(.cursorInvalid) }
        return cursor.feedSequence <= head ? .at(cursor.feedSequence) : .ahead
    }

    /// A payee as the user is told of it.
    func shown(_ payee: PayeeRecord) throws -> PayeeRecord {
        guard let user = try reader.user(userID) else { throw RequestRefused(.sessionEnded) }
        return payee.shown(to: user.role)
    }

    /// Whether what the user may see has stayed the same since a place in the feed, up to now.
    func isScopeUnchanged(since sequence: Int64) -> Bool { scopeVersion <= sequence }

    /// Whether, at a place in the feed, the user had the whole history of every account seen then
    /// and now.
    func isScopeSettled(at sequence: Int64) throws -> Bool {
        guard scopeVersion > 0 else { return true }
        guard isScopeUnchanged(since: sequence) else { return false }
        // Numbers are given out in order: where the last history ends, all have ended.
        let rows = try reader.changes(in: .user(userID), after: scopeVersion - 1, limit: 1)
        guard case .account(let record) = rows.first?.change,
            let grant = try reader.grant(of: userID, for: record.accountID)
        else { return true }
        return grant.lastBackfillSequence <= sequence
    }

    /// How many entries of an account a console has at a place in the feed, if that is fewer than
    /// were booked until there: the history of a new account comes bit by bit.
    func partialCount(_ grant: AccessGrant, at sequence: Int64) -> Int64? {
        sequence < grant.lastBackfillSequence ? max(0, sequence - grant.baseSequence) : nil
    }

    /// The chains, as a console has them that stands at a place in the feed, of all accounts that
    /// the user could see there and can see now.
    func leaves(at sequence: Int64) throws -> [AccountLeaf] {
        try leaves(
            of: reader.grants(of: userID).filter { $0.baseSequence <= sequence },
            at: sequence
        )
    }

    /// The chains of the accounts of some grants, as a console has them that stands at a place in
    /// the feed.
    func leaves(of grants: [AccessGrant], at sequence: Int64) throws -> [AccountLeaf] {
        let whole = grants.filter { partialCount($0, at: sequence) == nil }.map(\.accountID)
        var leaves = try reader.chains(of: whole, upTo: sequence)
        for grant in grants {
            guard let count = partialCount(grant, at: sequence) else { continue }
            guard count > 0 else {
                leaves.append(AccountLeaf(.genesis(of: grant.accountID)))
                continue
            }
            let hashes = try reader.chainHashes(of: grant.accountID, after: [count])
            guard let hash = hashes.first ?? nil else {
                invariantBroken("an account has the entries that it had when it was granted")
            }
            leaves.append(
                AccountLeaf(
                    accountID: grant.accountID,
                    accountSequence: count,
                    chainHash: hash
                )
            )
        }
        return leaves
    }

    /// The trie over ``leaves(at:)``.
    func trie(at sequence: Int64) throws -> AccountTrie {
        guard isScopeUnchanged(since: sequence) else {
            // What the user could see there is not kept; what is left of it may change again.
            return AccountTrie(try leaves(at: sequence))
        }
        let owner = TrieShelf.Owner(userID: userID, epoch: epoch, scopeVersion: scopeVersion)
        var trie: AccountTrie
        if let known = tools.tries?.nearest(of: owner, upTo: sequence),
            // Longer than this, the feed between costs more than the chains of all accounts.
            sequence - known.sequence <= Int64(known.trie.count),
            try isScopeSettled(at: known.sequence)
        {
            if known.sequence == sequence { return known.trie }
            trie = known.trie
            let moved = try reader.accountsWithNews(after: known.sequence, upTo: sequence)
                .filter { trie.leaf(of: $0) != nil }
            for leaf in try reader.chains(of: moved, upTo: sequence) { trie.update(leaf) }
        } else {
            trie = AccountTrie(try leaves(at: sequence))
        }
        tools.tries?.keep(trie, of: owner, at: sequence)
        return trie
    }

    /// The root of ``trie(at:)``; nil when the user's rights changed after the place.
    func root(at sequence: Int64) throws -> Digest256? {
        guard isScopeUnchanged(since: sequence) else { return nil }
        return try trie(at: sequence).root
    }
}

/// What the bank keeps beside the books for synchronisation.
struct SyncTools: Sendable {
    /// Signs cursors.
    let seal: CursorSeal
    /// Tries of users with many accounts; nil inside a transaction that writes, whose rows may never
    /// be committed.
    let tries: TrieShelf?
    /// Sizes of what is sent and read at once.
    let limits: SyncLimits

    /// The same for a transaction that writes.
    var forWriting: SyncTools { SyncTools(seal: seal, tries: nil, limits: limits) }
}
