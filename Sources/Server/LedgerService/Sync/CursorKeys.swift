import Cryptography
import SyncCore

/// Keeps the key that signs cursors, and the tries that are cached.
final class CursorKeys {
    private let context: BankContext
    private let commits: GroupCommit
    private let tries = TrieCache()
    /// Signs cursors; nil until the first use.
    private var cursorSeal: CursorSeal?

    init(_ context: BankContext, _ commits: GroupCommit) {
        self.context = context
        self.commits = commits
    }

    /// Returns the tools for synchronisation, and generates the key for cursors on first use.
    func tools() async throws -> SyncTools {
        if let cursorSeal { return tools(cursorSeal) }
        let record = try await cursorKey()
        let seal = CursorSeal(
            key: try context.masterKey.reveal(record.sealed, .cursorKey, ownerBits: record.idBits)
        )
        cursorSeal = seal
        return tools(seal)
    }

    private func tools(_ seal: CursorSeal) -> SyncTools {
        SyncTools(seal: seal, tries: tries, limits: context.configuration.sync)
    }

    private func cursorKey() async throws -> CursorKeyRecord {
        if let known = try await context.store.read({ try $0.cursorKeys().last }) { return known }
        let idBits = context.random.bits()
        let key = context.random.bytes(CursorSeal.keyByteCount)
        let now = context.clock.now()
        return try await commits.run { [masterKey = context.masterKey] transaction in
            // A concurrent request may have inserted a key first.
            if let known = try transaction.cursorKeys().last { return known }
            let record = CursorKeyRecord(
                idBits: idBits,
                sealed: masterKey.seal(key, .cursorKey, ownerBits: idBits),
                madeAt: now
            )
            try transaction.insert(record)
            return record
        }
    }
}
