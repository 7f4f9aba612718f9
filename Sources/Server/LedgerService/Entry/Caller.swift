import IdentityCore

/// Sender of a request with a verified access token, before any lookup in the books.
struct Caller: Sendable {
    let token: AccessToken
    let origin: RequestOrigin
}

/// User and session that may do what was requested, as of the current database transaction.
struct Admission: Sendable {
    let user: UserRecord
    let session: SessionRecord
}
