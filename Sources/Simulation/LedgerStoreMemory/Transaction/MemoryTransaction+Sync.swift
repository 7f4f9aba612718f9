import LedgerService

extension MemoryTransaction {
    func insert(_ key: CursorKeyRecord) throws {
        try beginWrite()
        let isNew = books.sync.cursorKeys.allSatisfy { $0.idBits != key.idBits }
        try checkUnique(isNew, "A cursor key is added once.")
        try checkSealed([key.sealed])
        perform(.sync(.cursorKeyAdded(key)))
    }

    func insert(_ device: DeviceRecord) throws {
        try beginWrite()
        try checkUser(device.userID)
        try checkUnique(books.sync.devices[device.key] == nil, "A console is added once.")
        try check(device.publicKey.count == 32, "A public key has 32 bytes.")
        perform(.sync(.deviceAdded(device)))
    }

    func insert(_ stamp: StampRecord) throws {
        try beginWrite()
        _ = try known(books.people.intents[stamp.key], "A stamp names an intent that is not there.")
        _ = try known(
            books.sync.devices[stamp.device],
            "A stamp names a console that is not there."
        )
        try checkUnique(books.sync.stamps[stamp.key] == nil, "An intent has one stamp.")
        try check(stamp.sequence >= 1, "What a console sends is numbered from one.")
        perform(.sync(.stamped(stamp)))
    }
}
