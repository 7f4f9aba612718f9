import CoreVocabulary
import Cryptography
import SyncCore
import TokenCore
import WireProtocol

/// What a refresh token says of itself.
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

/// Everything secret that the bank ever gave out, which nobody can make up.
struct Given: Sendable {
    /// An access token that was given out.
    struct Access: Sendable {
        let session: SessionID
        let startSeconds: Int64
        let endSeconds: Int64
    }

    var access: [[UInt8]: Access] = [:]
    var refresh: Set<[UInt8]> = []
    /// What binds codes to transfers, by session.
    var keys: [SessionID: [UInt8]] = [:]
    /// Cursors, by user.
    var cursors: [UserID: Set<Cursor>] = [:]
    /// The places of snapshots that were named.
    var pages: Set<String> = [""]
    /// Stamps that a console made, with the digest of what they stamp.
    var stamps: Set<StampMade> = []
    /// Orders to wipe, by the nonce that they carry.
    var wipes: [[UInt8]: Wipe] = [:]

    /// An order to wipe that was given.
    struct Wipe: Hashable, Sendable {
        let user: UserID
        /// The session; nil when it was given to somebody who signed in.
        let session: SessionID?
        /// The life of the books in which it was given.
        let epoch: UInt64
    }

    /// A stamp and what it was made for.
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
