import CoreVocabulary
import Cryptography
import SyncCore
import IdentityCore
import WireProtocol

/// The session and the generation that a refresh token names.
struct Token: Hashable, Sendable {
    let session: SessionID
    let generation: UInt32

    init(session: SessionID, _ generation: UInt32) {
        self.session = session
        self.generation = generation
    }

    init?(refresh bytes: [UInt8]) {
        guard let token = RefreshToken(bytes) else { return nil }
        session = token.sessionID
        generation = token.generation
    }
}

/// All unforgeable secrets that the bank has handed out.
struct Given: Sendable {
    /// The session and the validity of an access token.
    struct Access: Sendable {
        let session: SessionID
        let startSeconds: Int64
        let endSeconds: Int64
    }

    var access: [[UInt8]: Access] = [:]
    var refresh: Set<[UInt8]> = []
    /// Authorisation keys, which bind codes to transfers, by session.
    var keys: [SessionID: [UInt8]] = [:]
    /// The cursors handed out, by user.
    var cursors: [UserID: Set<Cursor>] = [:]
    /// The snapshot pages that the bank has named.
    var pages: Set<String> = [""]
    /// Stamps made by consoles, with the digest of the stamped transfer.
    var stamps: Set<StampMade> = []
    /// Wipe orders by their nonce.
    var wipes: [[UInt8]: Wipe] = [:]

    /// A wipe order that was given.
    struct Wipe: Hashable, Sendable {
        let user: UserID
        /// The session; nil if the order was given at a sign-in.
        let session: SessionID?
        /// The epoch in which it was given.
        let epoch: UInt64
    }

    /// A stamp with the digest of the stamped transfer.
    struct StampMade: Hashable, Sendable {
        let stamp: DeviceStamp
        let digest: Digest256
    }

    mutating func add(_ tokens: SessionTokens, of session: SessionID, startSeconds: Int64) {
        access[tokens.access] = Access(
            session: session,
            startSeconds: startSeconds,
            endSeconds: tokens.accessEndsAt.secondsSinceEpoch
        )
        refresh.insert(tokens.refresh)
    }
}
