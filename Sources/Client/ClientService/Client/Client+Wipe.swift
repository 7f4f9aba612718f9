import CoreVocabulary
import SyncCore
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
        await destroyAll(of: current.context.user.userID, named: current.lease.userName)
        emit(.signedOut)
        if let online = current.online { await forget(online) }
        await send(WipeReceipt(nonce: nonce, signature: signature))
    }

    /// Destroys the record of a user whom the bank turned away at sign-in, and sends the receipt.
    func wipeAtSignIn(_ userName: String, nonce: [UInt8]) async {
        guard let bytes = try? await environment.storage.readLease(ofUser: userName),
            let file = LeaseFile(bytes)
        else { return await send(WipeReceipt(nonce: nonce, signature: [])) }
        // Told before the session ends, so that nobody is told of an end without its reason.
        endNotice = .wiped
        let isOpen = session?.context.user.userID == file.userID
        if isOpen { await endSession() }
        await destroyAll(of: file.userID, named: userName)
        // What was read of the record without the bank leaves the screen as well.
        if isOpen { emit(.signedOut) } else { await emitStatus() }
        await send(WipeReceipt(nonce: nonce, signature: []))
    }

    /// Sends the receipt of a wipe until the bank has received it; returns true if none is left.
    func sendPendingReceipt() async -> Bool {
        guard let receipt = pendingReceipt else { return true }
        await send(receipt)
        return pendingReceipt == nil
    }

    private func destroyAll(of userID: UserID, named userName: String?) async {
        // The lease holds the only key on this machine, so it goes even if the record does not.
        if let userName { try? await environment.storage.destroyLease(ofUser: userName) }
        try? await environment.storage.destroyLeases { LeaseFile($0)?.userID == userID }
        // A file that cannot be removed stays noise: its key is gone.
        try? await environment.storage.destroyRecords(of: userID)
    }

    private func send(_ receipt: WipeReceipt) async {
        pendingReceipt = receipt
        // The nonce is the authority: there is no session any more.
        let exchange = await Exchange.run(
            RequestEnvelope(token: nil, request: .wiped(receipt)),
            over: environment.link,
            clock: environment.clock,
            limitMilliseconds: environment.settings.signOutWaitMilliseconds
        )
        if Self.isHeard(exchange) {
            pendingReceipt = nil
            receiptBackoff.succeed()
        }
        environment.signals.renewal.raise()
    }

    /// True if the bank has received the receipt, or will never accept it.
    private static func isHeard(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.problem(let problem)): !problem.code.isTransient
        case .reply: true
        case .notSent, .noReply, .interrupted: false
        }
    }
}
