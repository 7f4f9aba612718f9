import CoreVocabulary
import Cryptography
import LedgerService
import SyncCore

/// Queries for chains, cursor keys and devices.
protocol SyncQueries: PlaceQueries {}

extension SyncQueries {
    func scopeVersion(of userID: UserID, upTo sequence: Int64) throws -> Int64 {
        try database.integer(
            """
            SELECT feed_sequence FROM access_grant WHERE user_id = ? AND feed_sequence <= ?
            ORDER BY feed_sequence DESC LIMIT 1
            """,
            [.id(userID), .integer(sequence)]
        ) ?? 0
    }

    func lastAccountChange(of accountID: AccountID, upTo sequence: Int64) throws -> FeedRow? {
        try database.first(
            """
            SELECT feed_sequence, group_sequence, payload FROM change
            WHERE account_no = ? AND substr(payload, 1, 1) = x'01' AND feed_sequence <= ?
            ORDER BY feed_sequence DESC LIMIT 1
            """,
            [.integer(try knownKey(of: accountID).number), .integer(sequence)]
        ) { try FeedRow($0) }
    }

    func chains(of accountIDs: [AccountID], upTo sequence: Int64) throws -> [AccountLeaf] {
        try accountIDs.map { id in
            let number = try knownKey(of: id).number
            let place = try lastPlace(of: number, upTo: sequence)
            guard place > 0 else { return AccountLeaf(.genesis(of: id)) }
            guard let hash = try chainHashes(of: id, after: [place]).first ?? nil else {
                throw LedgerStoreError.invalidRow("entry")
            }
            return AccountLeaf(accountID: id, accountSequence: place, chainHash: hash)
        }
    }

    func chainHashes(of accountID: AccountID, after places: [Int64]) throws -> [Digest256?] {
        let key = try knownKey(of: accountID)
        return try places.map { place in
            try database.first(
                "SELECT chain_hash FROM entry WHERE account_no = ? AND account_sequence = ?",
                [.integer(key.number), .integer(place)]
            ) { try $0.digest(0) }
        }
    }

    func accountsWithNews(after sequence: Int64, upTo last: Int64) throws -> [AccountID] {
        try database.all(
            """
            SELECT account_no FROM entry WHERE feed_sequence > ?1 AND feed_sequence <= ?2
            UNION SELECT account_no FROM change
            WHERE feed_sequence > ?1 AND feed_sequence <= ?2 AND account_no IS NOT NULL
            """,
            [.integer(sequence), .integer(last)]
        ) { $0.integer(0) }.map { try accountID($0) }.sorted()
    }

    func usersWithNews(after sequence: Int64, upTo last: Int64) throws -> [UserID] {
        try database.all(
            """
            SELECT user_id FROM change
            WHERE feed_sequence > ?1 AND feed_sequence <= ?2 AND user_id IS NOT NULL
            UNION SELECT user_id FROM current_grant WHERE account_no IN (
                SELECT account_no FROM entry WHERE feed_sequence > ?1 AND feed_sequence <= ?2
                UNION SELECT account_no FROM change
                WHERE feed_sequence > ?1 AND feed_sequence <= ?2 AND account_no IS NOT NULL)
            """,
            [.integer(sequence), .integer(last)]
        ) { try $0.id(0) }.sorted()
    }

    func cursorKeys() throws -> [CursorKeyRecord] {
        try database.all(
            "SELECT cursor_key_id, sealed, made_at FROM cursor_key ORDER BY key_no"
        ) { row in
            CursorKeyRecord(
                idBits: row.bytes(0).reduce(0) { $0 << 8 | UInt128($1) },
                sealed: row.bytes(1),
                madeAt: row.instant(2)
            )
        }
    }

    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord? {
        try database.first(
            "SELECT public_key, seen_at FROM device WHERE user_id = ? AND device_id = ?",
            [.id(userID), .id(deviceID)]
        ) { row in
            DeviceRecord(
                deviceID: deviceID,
                userID: userID,
                publicKey: row.bytes(0),
                seenAt: row.instant(1)
            )
        }
    }

    func lastStamp(of deviceID: DeviceID, of userID: UserID) throws -> StampRecord? {
        try stamp(
            "user_id = ? AND device_id = ? ORDER BY sequence DESC, stamp_no DESC LIMIT 1",
            [.id(userID), .id(deviceID)]
        )
    }

    func stamp(
        of deviceID: DeviceID,
        of userID: UserID,
        at sequence: Int64
    ) throws -> StampRecord? {
        try stamp(
            "user_id = ? AND device_id = ? AND sequence = ? ORDER BY stamp_no DESC LIMIT 1",
            [.id(userID), .id(deviceID), .integer(sequence)]
        )
    }

    func stamp(of key: IntentKey) throws -> StampRecord? {
        try stamp("intent_key = ?", [.id(key)])
    }

    private func stamp(_ condition: String, _ values: [SQLValue]) throws -> StampRecord? {
        try database.first(
            """
            SELECT intent_key, user_id, device_id, sequence, hash FROM device_stamp
            WHERE \(condition)
            """,
            values
        ) { row in
            StampRecord(
                key: try row.id(0),
                userID: try row.id(1),
                deviceID: try row.id(2),
                sequence: row.integer(3),
                hash: try row.digest(4)
            )
        }
    }
}
