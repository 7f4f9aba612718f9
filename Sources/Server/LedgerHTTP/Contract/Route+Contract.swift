import SyncCore
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
        case .intentStatus: "Ask what became of a key"
        case .cancelIntent: "Take a transfer back before it is decided"
        case .wiped: "Tell that a console was wiped"
        }
    }

    /// All fields of its requests; the route tells which of them are in the path and the query.
    var fields: [SchemaField] {
        switch self {
        case .signIn:
            [
                SchemaField("user", .text(maxLength: MessageSchemas.textLimit)),
                SchemaField("password", .bytes(count: nil), "UTF-8."),
                SchemaField("code", .bytes(count: nil), "ASCII digits."),
            ]
        case .renew:
            [
                SchemaField("refresh", .bytes(count: nil)),
                SchemaField(
                    "nonce",
                    .bytes(count: RenewRequest.nonceByteCount),
                    "The same for every try with the same token."
                ),
            ]
        case .signOut, .sessions, .stream: []
        case .endSession: [SchemaField("session", .uuid)]
        case .beginSync:
            [
                SchemaField("app", .text(maxLength: MessageSchemas.textLimit)),
                SchemaField("record-version", .integer(from: nil, through: nil)),
                SchemaField(
                    "device-key",
                    .either([.bytes(count: 32), .bytes(count: 0)]),
                    "Ed25519; empty without one."
                ),
                SchemaField("device-sequence", .integer(from: 0, through: nil)),
                SchemaField("cursor", .named("Cursor"), isRequired: false),
            ]
        case .snapshot:
            [
                SchemaField("at", .named("Cursor"), isRequired: false),
                SchemaField("limit", .integer(from: 1, through: Int64(FeedBatch.changeLimit))),
                SchemaField("page", .text(maxLength: MessageSchemas.textLimit)),
            ]
        case .feed:
            [
                SchemaField("cursor", .named("Cursor"), isRequired: false),
                SchemaField("limit", .integer(from: 1, through: Int64(FeedBatch.changeLimit))),
                SchemaField(
                    "wait-ms",
                    .integer(from: 0, through: FeedRequest.waitLimitMilliseconds)
                ),
            ]
        case .entries:
            [
                SchemaField("account", .uuid),
                SchemaField("first", .integer(from: 1, through: nil)),
                SchemaField("last", .integer(from: 1, through: nil)),
            ]
        case .records:
            [
                SchemaField("at", .named("Cursor")),
                SchemaField(
                    "accounts",
                    .list(.uuid, from: 0, through: RecordsRequest.accountLimit)
                ),
                SchemaField("payees", .flag),
            ]
        case .submitEvidence:
            [
                SchemaField("account", .uuid),
                SchemaField(
                    "items",
                    .list(.named("EvidenceItem"), from: 1, through: SubmitEvidenceRequest.itemLimit)
                ),
            ]
        case .submitIntent:
            [
                SchemaField("key", .uuid),
                SchemaField("reviewed", .bytes(count: nil), "Exactly what the person saw."),
                SchemaField("session", .uuid),
                SchemaField("claimed-at", .instant),
                SchemaField("proof", .bytes(count: nil)),
                SchemaField("stamp", .named("DeviceStamp"), isRequired: false),
            ]
        case .intentStatus, .cancelIntent: [SchemaField("key", .uuid)]
        case .wiped:
            [
                SchemaField("nonce", .bytes(count: nil)),
                SchemaField("signature", .bytes(count: nil)),
            ]
        case .reconcile: []
        }
    }

    /// The schema of a body that is not simply the remaining fields; nil for others.
    var specialBody: Schema? {
        guard self == .reconcile else { return nil }
        let at = SchemaField("at", .named("Cursor"))
        let places = Schema.list(
            .integer(from: 1, through: nil),
            from: 0,
            through: ReconcileQuestion.placeLimit
        )
        let chain = Schema.object([SchemaField("account", .uuid), SchemaField("places", places)])
        let paths = Schema.list(
            .pattern("[0-9a-f]*"),
            from: 0,
            through: ReconcileQuestion.pathLimit
        )
        let chains = Schema.list(chain, from: 0, through: ReconcileQuestion.placeLimit)
        return .either([
            .object([at, SchemaField("root", .named("Digest"))]),
            .object([at, SchemaField("paths", paths)]),
            .object([at, SchemaField("chains", chains)]),
        ])
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
