/// The routes of the bank's API: every request of the protocol has exactly one.
///
/// The server's router is built from this table, the rights test covers it, and the published
/// OpenAPI document is held against it.
package enum Route: String, Hashable, Sendable, CaseIterable {
    /// Opens a session with password and code.
    case signIn = "sign-in"
    /// Requests the next tokens.
    case renew
    /// Ends the session that asks.
    case signOut = "sign-out"
    /// Lists the user's sessions.
    case sessions
    /// Ends one of the user's sessions.
    case endSession = "end-session"
    /// Begins to synchronise a record.
    case beginSync = "begin-sync"
    /// Reads a page of a snapshot.
    case snapshot
    /// Reads changes after a cursor, with a wait.
    case feed
    /// Streams changes as they are committed, as server-sent events.
    case stream
    /// Compares the record of both sides.
    case reconcile
    /// Reads entries by their places.
    case entries
    /// Reads accounts, their holds and the payees at a cursor.
    case records
    /// Submits evidence of faults that a console found.
    case submitEvidence = "submit-evidence"
    /// Submits a transfer under its key.
    case submitIntent = "submit-intent"
    /// Submits several transfers, each under its key.
    case submitIntents = "submit-intents"
    /// Reads the state of a transfer.
    case intentStatus = "intent-status"
    /// Takes a transfer back.
    case cancelIntent = "cancel-intent"
    /// Confirms that a console was wiped.
    case wiped

    /// The HTTP method of the route.
    package var method: HTTPMethod {
        switch self {
        case .signIn, .renew, .beginSync, .reconcile, .records, .submitEvidence, .submitIntents,
            .cancelIntent, .wiped:
            .post
        case .signOut, .endSession: .delete
        case .sessions, .snapshot, .feed, .stream, .entries, .intentStatus: .get
        case .submitIntent: .put
        }
    }

    /// The path; a part in braces is replaced by the field of that name.
    package var path: String {
        switch self {
        case .signIn, .signOut: "/v1/session"
        case .renew: "/v1/session/renew"
        case .sessions: "/v1/sessions"
        case .endSession: "/v1/sessions/{session}"
        case .beginSync: "/v1/sync/session"
        case .snapshot: "/v1/sync/snapshot"
        case .feed: "/v1/sync/feed"
        case .stream: "/v1/sync/stream"
        case .reconcile: "/v1/sync/reconcile"
        case .entries: "/v1/accounts/{account}/entries"
        case .records: "/v1/sync/records"
        case .submitEvidence: "/v1/accounts/{account}/evidence"
        case .submitIntent, .intentStatus: "/v1/intents/{key}"
        case .submitIntents: "/v1/intents"
        case .cancelIntent: "/v1/intents/{key}/cancel"
        case .wiped: "/v1/sync/wiped"
        }
    }

    /// True if the route needs no access token: its caller has none yet, or none any more.
    package var isPublic: Bool { self == .signIn || self == .renew || self == .wiped }

    /// True if the route only reads: a request may be sent twice, and is useless without its caller.
    package var onlyReads: Bool {
        switch self {
        case .sessions, .snapshot, .feed, .stream, .reconcile, .entries, .records, .intentStatus:
            true
        case .signIn, .renew, .signOut, .endSession, .beginSync, .submitEvidence, .submitIntent,
            .submitIntents, .cancelIntent, .wiped:
            false
        }
    }

    /// True if the fields that the path does not name stand in a body, and not in the query.
    package var hasBody: Bool { method == .post || method == .put }

    /// Returns true if the path names a field.
    package func isInPath(_ name: String) -> Bool { path.contains("{\(name)}") }

    /// Fields of its requests, one set for each form that they may have; empty for the stream.
    package var forms: [[WireMember]] {
        Request.fields.forms(ofVariant: rawValue).map { Array($0.dropFirst()) }
    }

    /// Fields of its requests that are numbers.
    var numberFields: Set<String> { Self.numbers[self] ?? [] }

    private static let numbers: [Route: Set<String>] = Dictionary(
        uniqueKeysWithValues: allCases.map { route in
            let numbers = route.forms.joined().filter {
                if case .integer = $0.schema { true } else { false }
            }
            return (route, Set(numbers.map(\.name)))
        }
    )
}

/// The methods that the API knows.
package enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    /// Reads, and changes nothing.
    case get = "GET"
    /// Submits a body to be processed.
    case post = "POST"
    /// Submits once, under a key that the sender chose.
    case put = "PUT"
    /// Ends the named resource.
    case delete = "DELETE"
}
