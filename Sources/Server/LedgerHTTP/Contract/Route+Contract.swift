import WireProtocol

/// The contract's description of a route, beyond its method and path.
extension Route {
    /// A summary of the route in a few words.
    var summary: String {
        switch self {
        case .signIn: "Begin a session with password and code together"
        case .renew: "Get the next tokens for a refresh token"
        case .signOut: "End this session"
        case .sessions: "List the user's sessions"
        case .endSession: "End one of the user's sessions"
        case .beginSync: "Begin to synchronise"
        case .snapshot: "Get a page of the record as it was at a cursor"
        case .feed: "Get changes after a cursor, and wait for some when there are none"
        case .stream: "Get changes as they come, as server-sent events"
        case .reconcile: "Compare the records of both sides at a cursor"
        case .entries: "Get entries of an account by their places"
        case .records: "Get accounts with their holds, and the payees, at a cursor"
        case .submitEvidence: "Tell of entries that the books lack or tell otherwise"
        case .submitIntent: "Ask for a transfer, at most once for its key"
        case .submitIntents: "Ask for transfers in this order, each at most once for its key"
        case .intentStatus: "Ask what became of a key"
        case .cancelIntent: "Take a transfer back before it is decided"
        case .wiped: "Tell that a console was wiped"
        }
    }

    /// The successful replies: the status, and the name of the schema.
    var replies: [(status: Int, schema: String)] {
        switch self {
        case .signIn: [(201, "SignedIn")]
        case .renew: [(200, "Renewed")]
        case .signOut: [(200, "SignedOut")]
        case .sessions: [(200, "Sessions")]
        case .beginSync: [(200, "SyncBegun")]
        case .snapshot: [(200, "Snapshot")]
        case .feed: [(200, "Feed")]
        case .reconcile: [(200, "Reconciliation")]
        case .entries: [(200, "Entries")]
        case .records: [(200, "Records")]
        case .submitEvidence: [(200, "Evidence")]
        case .submitIntent: [(200, "Intent"), (201, "Intent"), (422, "Intent")]
        case .submitIntents: [(200, "Intents")]
        case .intentStatus: [(200, "Intent"), (404, "Intent")]
        case .cancelIntent: [(200, "Intent"), (201, "Intent"), (404, "Intent"), (422, "Intent")]
        case .endSession, .wiped: [(200, "Done")]
        case .stream: []
        }
    }

    /// The statuses of its problems.
    var problemStatuses: [Int] {
        var statuses: Set<Int> = [400, 404, 408, 429, 431, 500, 503]
        let codes =
            isPublic ? Self.publicCodes : Problem.Code.allCases.filter { $0 != .signInRefused }
        statuses.formUnion(codes.map(\.status))
        if hasBody { statuses.formUnion([413, 415]) }
        return statuses.sorted()
    }

    private static let publicCodes: [Problem.Code] = [
        .signInRefused, .tooManyTries, .sessionEnded, .terminalUnknown, .wipe, .notAllowed,
        .upgradeNeeded,
    ]
}
