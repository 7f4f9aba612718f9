import CoreVocabulary
import SyncCore
import WireProtocol

/// Wipe that the bank ordered: what it destroys, and the receipt that the bank has still to get.
final class RemoteWipe {
    private let environment: ClientEnvironment
    /// Receipt of a wipe of which the bank has not heard yet.
    private(set) var pendingReceipt: WipeReceipt?
    private var backoff = Backoff()

    init(_ environment: ClientEnvironment) {
        self.environment = environment
    }

    /// Destroys a user's lease and record; the outbox stays, sealed under a key that only the bank has.
    func destroyAll(of userID: UserID, named userName: String?) async {
        let storage = environment.storage
        // The lease holds the only key on this machine, so it goes even if the record does not.
        if let userName { try? await storage.destroyLease(ofUser: userName) }
        try? await storage.destroyLeases { LeaseFile($0)?.userID == userID }
        // A file that cannot be removed stays noise: its key is gone.
        try? await storage.destroyRecords(of: userID)
    }

    /// Tells the bank of a wipe.
    func send(_ receipt: WipeReceipt) async {
        pendingReceipt = receipt
        // The nonce is the authority: there is no session any more.
        let exchange = await environment.ask(
            .wiped(receipt),
            limitMilliseconds: environment.settings.signOutWaitMilliseconds
        )
        if Self.isHeard(exchange) {
            pendingReceipt = nil
            backoff.succeed()
        }
        environment.signals.renewal.raise()
    }

    /// Tells the bank of a wipe again; returns true if nothing is left to tell.
    func sendPending() async -> Bool {
        guard let pendingReceipt else { return true }
        await send(pendingReceipt)
        return self.pendingReceipt == nil
    }

    /// Waits before the next try.
    func pause() async {
        let milliseconds = backoff.fail(random: environment.randomBits())
        // Cancelled with the program; the loop ends by itself then.
        try? await environment.clock.sleep(milliseconds: milliseconds)
    }

    /// True if the bank has taken a receipt in, or will never take it.
    private static func isHeard(_ exchange: Exchange) -> Bool {
        switch exchange {
        case .reply(.problem(let problem)): !problem.code.isTransient
        case .reply: true
        case .notSent, .noReply, .interrupted: false
        }
    }
}
