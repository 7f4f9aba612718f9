import WireProtocol

extension Client {
    /// Destroys the user's record on the bank's order, and sends the receipt.
    ///
    /// The keys go first: without them what is left of the files is noise. The outbox stays, sealed
    /// under a key that only the bank has.
    func wipe(_ current: OpenSession, nonce: [UInt8]) async {
        // A console that cannot sign says so all the same; the bank sees that it is unsigned.
        let signature = (try? await current.context.outbox.device().sign(nonce)) ?? []
        guard session === current else { return }
        endNotice = .wiped
        await endSession()
        await remoteWipe.destroyAll(of: current.context.user.userID, named: current.lease.userName)
        emit(.signedOut)
        if let online = current.online { await forget(online) }
        await remoteWipe.send(WipeReceipt(nonce: nonce, signature: signature))
    }

    /// Destroys the record of a user whom the bank turned away at sign-in, and sends the receipt.
    func wipeAtSignIn(_ userName: String, nonce: [UInt8]) async {
        // Without a readable lease it is not known whose record to destroy; the bank is told so.
        guard let bytes = try? await environment.storage.readLease(ofUser: userName),
            let file = LeaseFile(bytes)
        else { return await remoteWipe.send(WipeReceipt(nonce: nonce, signature: [])) }
        // Told before the session ends, so that nobody is told of an end without its reason.
        endNotice = .wiped
        let isOpen = session?.context.user.userID == file.userID
        if isOpen { await endSession() }
        await remoteWipe.destroyAll(of: file.userID, named: userName)
        // What was read of the record without the bank leaves the screen as well.
        if isOpen { emit(.signedOut) } else { await emitStatus() }
        await remoteWipe.send(WipeReceipt(nonce: nonce, signature: []))
    }
}
