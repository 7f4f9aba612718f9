import CoreVocabulary
import Cryptography
import SyncCore
import WireProtocol

/// View of the books for one user, from one database snapshot: positions, rights and chains.
struct SyncView {
    /// Position of a console, as stated by its cursor.
    enum Position: Hashable {
        /// It has no data yet.
        case beginning
        /// It has all changes up to a feed number.
        case at(Int64)
        /// It has data of another epoch.
        case otherEpoch
        /// It has more of this epoch than the books contain.
        case ahead
    }

    let reader: any LedgerReading
    let userID: UserID
    let epoch: UInt64
    /// The end of the feed in this snapshot.
    let head: Int64
    /// The feed number of the user's last grant or revocation.
    let scopeVersion: Int64
    private let tools: SyncTools

    /// Size limits of replies and readings.
    var limits: SyncLimits { tools.limits }

    init(_ reader: any LedgerReading, of userID: UserID, _ tools: SyncTools) throws {
        self.reader = reader
        self.userID = userID
        self.tools = tools
        epoch = try reader.epoch()
        head = try reader.feedHead()
        scopeVersion = try reader.scopeVersion(of: userID, upTo: head)
    }

    /// Returns the cursor for a feed number, which is the same at every call.
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

    /// Verifies a cursor; refuses one of this epoch that the bank did not issue to this user.
    func position(of cursor: Cursor?) throws -> Position {
        guard let cursor else { return .beginning }
        // Of another epoch's cursor only the epoch is used. Its MAC is not verified.
        guard cursor.epoch == epoch else { return .otherEpoch }
        guard tools.seal.isValid(cursor, for: userID) else { throw RequestRefused(.cursorInvalid) }
        return cursor.feedSequence <= head ? .at(cursor.feedSequence) : .ahead
    }

    /// Returns a payee as the user may see it.
    func shown(_ payee: PayeeRecord) throws -> PayeeRecord {
        guard let user = try reader.user(userID) else { throw RequestRefused(.sessionEnded) }
        return payee.shown(to: user.role)
    }

    /// Returns true if the user's grants have not changed since a feed number.
    func isScopeUnchanged(since sequence: Int64) -> Bool { scopeVersion <= sequence }

    /// Returns true if at a feed number the user had all histories, and the same grants as now.
    func isScopeSettled(at sequence: Int64) throws -> Bool {
        guard scopeVersion > 0 else { return true }
        guard isScopeUnchanged(since: sequence) else { return false }
        // Numbers are assigned in order, so where the last history ends, all have ended.
        let rows = try reader.changes(in: .user(userID), after: scopeVersion - 1, limit: 1)
        guard case .account(let record) = rows.first?.change,
            let grant = try reader.grant(of: userID, for: record.accountID)
        else { return true }
        return grant.lastBackfillSequence <= sequence
    }

    /// Returns the number of entries of a history that a console has at a feed number; nil if all.
    func partialCount(_ grant: AccessGrant, at sequence: Int64) -> Int64? {
        sequence < grant.lastBackfillSequence ? max(0, sequence - grant.baseSequence) : nil
    }

    /// Returns the chains that a console at a feed number has, of all accounts seen then and now.
    func leaves(at sequence: Int64) throws -> [AccountLeaf] {
        try leaves(
            of: reader.grants(of: userID).filter { $0.baseSequence <= sequence },
            at: sequence
        )
    }

    /// Returns the chains that a console at a feed number has, of the accounts of some grants.
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
                AccountLeaf(accountID: grant.accountID, accountSequence: count, chainHash: hash)
            )
        }
        return leaves
    }

    /// Returns the trie over ``leaves(at:)``.
    func trie(at sequence: Int64) throws -> AccountTrie {
        guard isScopeUnchanged(since: sequence) else {
            // Past rights are not stored, and the remaining accounts may change again, so this trie
            // is not cached.
            return AccountTrie(try leaves(at: sequence))
        }
        let owner = TrieCache.Owner(userID: userID, epoch: epoch, scopeVersion: scopeVersion)
        var trie: AccountTrie
        if let known = tools.tries?.nearest(of: owner, upTo: sequence),
            // With a longer range of the feed, updating would cost more than reading the chains of
            // all accounts.
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

    /// Returns the root of ``trie(at:)``; nil if the user's rights changed after the place.
    func root(at sequence: Int64) throws -> Digest256? {
        guard isScopeUnchanged(since: sequence) else { return nil }
        return try trie(at: sequence).root
    }
}

/// Cursor key, cached tries and size limits for synchronisation.
struct SyncTools: Sendable {
    /// Signs and verifies cursors.
    let seal: CursorSeal
    /// Cached tries of users with many accounts.
    ///
    /// It is nil inside a transaction that writes, whose rows may never be committed.
    let tries: TrieCache?
    /// Size limits of replies and readings.
    let limits: SyncLimits

    /// Copy for a transaction that writes.
    var forWriting: SyncTools { SyncTools(seal: seal, tries: nil, limits: limits) }
}
