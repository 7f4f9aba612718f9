import LedgerService

extension SQLiteTransaction {
    func insert(_ key: CursorKeyRecord) throws {
        try run(
            "INSERT INTO cursor_key (cursor_key_id, sealed, made_at) VALUES (?, ?, ?)",
            [.bits(key.idBits), .blob(key.sealed), .instant(key.madeAt)]
        )
    }

    func insert(_ device: DeviceRecord) throws {
        try run(
            "INSERT INTO device (user_id, device_id, public_key, seen_at) VALUES (?, ?, ?, ?)",
            [
                .id(device.userID), .id(device.deviceID), .blob(device.publicKey),
                .instant(device.seenAt),
            ]
        )
    }

    func insert(_ stamp: StampRecord) throws {
        try run(
            """
            INSERT INTO device_stamp (intent_key, user_id, device_id, sequence, hash)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .id(stamp.key), .id(stamp.userID), .id(stamp.deviceID),
                .integer(stamp.sequence), .digest(stamp.hash),
            ]
        )
    }
}
