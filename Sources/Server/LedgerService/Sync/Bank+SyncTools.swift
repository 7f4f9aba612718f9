import Cryptography
import SyncCore

extension Bank {
    /// Returns the tools for synchronisation, and generates the key for cursors on first use.
    func syncTools() async throws -> SyncTools {
        if let cursorSeal { return tools(cursorSeal) }
        let record = try await cursorKey()
        guard let key = masterKey.open(record.sealed, .cursorKey, ownerBits: record.idBits) else {
            throw SealBroken()
        }
        let seal = CursorSeal(key: key)
        cursorSeal = seal
        return tools(seal)
    }

    private func tools(_ seal: CursorSeal) -> SyncTools {
        SyncTools(seal: seal, tries: tries, limits: configuration.sync)
    }

    private func cursorKey() async throws -> CursorKeyRecord {
        if let known = try await store.read({ try $0.cursorKeys().last }) { return known }
        let idBits = random.bits()
        let key = random.bytes(CursorSeal.keyByteCount)
        let now = clock.now()
        return try await commit { [masterKey] transaction in
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
