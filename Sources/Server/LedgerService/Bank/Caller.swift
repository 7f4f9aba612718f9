import CoreVocabulary
import TokenCore

/// Who sends a request, as far as that is known before the books are looked at: an access token
/// that the bank made and that has not ended, and where the request came from.
struct Caller: Sendable {
    let token: AccessToken
    let origin: RequestOrigin
}

/// A user and a session that may do what was asked for, as the books have them at this moment.
struct Admission: Sendable {
    let user: UserRecord
    let session: SessionRecord
}
