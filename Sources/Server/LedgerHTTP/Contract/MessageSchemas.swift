import CoreVocabulary
import IdentityCore
import SyncCore
import WireProtocol

/// The named schemas: those that several messages share, and the messages themselves.
enum MessageSchemas {
    /// The longest text of the protocol, in characters: the limit of a whole request.
    static let textLimit = StrictJSON.requestByteLimit

    /// The names and schemas, in the order of the document.
    static var all: [(name: String, schema: Schema, note: String)] {
        values + replies + comparison + problems
    }

    private static let values: [(name: String, schema: Schema, note: String)] = [
        (
            "Instant",
            .integer(from: 0, through: Instant.latestOfMessage.nanosecondsSinceEpoch),
            "Nanoseconds since 1970-01-01T00:00:00Z; beyond 2^53, so read it as 64 bits."
        ),
        (
            "Cursor", .pattern("v1\\.[0-9a-f]{16}\\.[0-9]{1,19}\\.[0-9]{1,19}\\.[0-9a-f]{32}"),
            "A place in the bank's feed: keep it and send it back as it came."
        ),
        (
            "Digest", .bytes(count: 32),
            "A SHA-256."
        ),
        (
            "FeedChange", .bytes(count: nil),
            "A change in its canonical bytes, which are what is hashed; amounts in it are integer minor units. See docs/PROTOCOL.md."
        ),
        (
            "DeviceStamp",
            .object([
                SchemaField("device", .uuid),
                SchemaField(
                    "sequence",
                    .integer(from: 1, through: nil),
                    "One more than the number before; none is left out."
                ),
                SchemaField("previous", .named("Digest"), "The hash of the intent before."),
                SchemaField("signature", .bytes(count: nil), "Ed25519."),
            ]),
            "Where an intent stands in what its console sent."
        ),
        (
            "EvidenceItem",
            .object([
                SchemaField("reason", .word(ChainBreak.allCases.map(\.rawValue))),
                SchemaField("entry", .named("FeedChange"), "An entry of the account."),
            ]),
            "An entry that a console found wrong and kept."
        ),
    ]

    private static let tokens = [
        SchemaField("access", .bytes(count: nil), "Its bytes are the Bearer token."),
        SchemaField("access-ends-at", .instant),
        SchemaField("refresh", .bytes(count: nil)),
        SchemaField("idle-ends-at", .instant),
    ]

    private static let batch = [
        SchemaField("changes", .list(.named("FeedChange"), from: 0, through: nil)),
        SchemaField(
            "after",
            .named("Cursor"),
            isRequired: false,
            "What the changes come after; absent from the beginning."
        ),
        SchemaField("cursor", .named("Cursor")),
        SchemaField("head", .named("Cursor")),
    ]

    private static let serverTime = SchemaField("server-time", .instant)

    private static let zone = SchemaField(
        "utc-offset-minutes",
        .integer(
            from: Int64(ZoneOffset.bankMinutes.lowerBound),
            through: Int64(ZoneOffset.bankMinutes.upperBound)
        ),
        isRequired: false,
        "Where the bank counts its days; absent from a bank of an earlier release."
    )

    private static let replies: [(name: String, schema: Schema, note: String)] = [
        (
            "SignedIn",
            .message(
                "signed-in",
                tokens + [
                    SchemaField("session", .uuid), SchemaField("user", .uuid),
                    SchemaField("name", .text(maxLength: textLimit), "Text from outside."),
                    SchemaField("role", .word(Role.allCases.map(\.rawValue))),
                    SchemaField("storage-key", .bytes(count: 32)),
                    SchemaField("authorisation-key", .bytes(count: 32)),
                    SchemaField("lease-ends-at", .instant), serverTime,
                    SchemaField("ends-at", .instant), zone,
                ]
            ),
            "A session has begun."
        ),
        (
            "Renewed",
            .message("renewed", tokens + [SchemaField("lease-ends-at", .instant), serverTime]),
            "The next tokens."
        ),
        ("SignedOut", .message("signed-out"), "The session has ended."),
        (
            "Sessions",
            .message(
                "sessions",
                [SchemaField("sessions", .list(session, from: 0, through: nil))]
            ),
            "The user's sessions, the oldest first."
        ),
        (
            "SyncBegun",
            .message(
                "sync-begun",
                [
                    SchemaField("mode", .word(BeginSyncReply.Mode.allCases.map(\.rawValue))),
                    SchemaField("head", .named("Cursor")),
                    SchemaField("lease-ends-at", .instant),
                    SchemaField("device-sequence", .integer(from: 0, through: nil)), serverTime,
                    zone,
                ]
            ),
            "How to synchronise."
        ),
        (
            "Snapshot",
            .message(
                "snapshot",
                [
                    SchemaField("at", .named("Cursor")), batch[0],
                    SchemaField("next-page", .text(maxLength: textLimit), isRequired: false),
                    SchemaField("root", .named("Digest"), isRequired: false, "On the last page."),
                    serverTime,
                ]
            ),
            "A page of the record as it was at a cursor."
        ),
        ("Feed", .message("feed", batch + [serverTime]), "Changes after a cursor."),
        (
            "Entries",
            .message(
                "entries",
                [
                    SchemaField(
                        "entries",
                        .list(.named("FeedChange"), from: 0, through: EntriesRequest.entryLimit)
                    )
                ]
            ),
            "Entries of an account, in order."
        ),
        (
            "Evidence",
            .message(
                "evidence",
                [
                    SchemaField(
                        "verdicts",
                        .list(
                            .word(EvidenceVerdict.allCases.map(\.rawValue)),
                            from: 0,
                            through: SubmitEvidenceRequest.itemLimit
                        )
                    )
                ]
            ),
            "What became of each item, in the order of the request."
        ),
        ("Intent", .either(intents), "How a transfer stands."),
        ("Done", .message("done"), "It was done."),
    ]

    private static let session = Schema.object([
        SchemaField("session", .uuid), SchemaField("opened-at", .instant),
        SchemaField("seen-at", .instant), SchemaField("ends-at", .instant),
        SchemaField("current", .flag, "Whether it is the one that asks."),
        SchemaField("terminal", .text(maxLength: 64), isRequired: false),
    ])

    private static let decision = SchemaField(
        "decision",
        .bytes(count: nil),
        "In its canonical bytes; see docs/PROTOCOL.md."
    )

    private static let intents = [
        intent("created", [decision]), intent("exists", [decision]),
        intent("exists-with-different", [SchemaField("field", .text(maxLength: 64))]),
        intent("unknown", []),
        intent(
            "not-authorised",
            [SchemaField("reason", .word(AuthorisationRefusal.allCases.map(\.rawValue)))]
        ),
    ]

    private static func intent(_ answer: String, _ fields: [SchemaField]) -> Schema {
        .message("intent", [SchemaField("answer", .word([answer]))] + fields)
    }

    private static let problems: [(name: String, schema: Schema, note: String)] = [
        (
            "Problem",
            .object([
                SchemaField(
                    "type",
                    .word(Problem.Code.allCases.map { Problem.typePrefix + $0.rawValue })
                ),
                SchemaField("title", .text(maxLength: 200)),
                SchemaField("status", .integer(from: 400, through: 599)),
                SchemaField("detail", .text(maxLength: 400), isRequired: false),
                SchemaField("trace", .pattern("[0-9a-f]{32}"), isRequired: false),
                SchemaField("retry-after", .integer(from: 0, through: nil), isRequired: false),
                SchemaField("wipe-nonce", .bytes(count: nil), isRequired: false),
            ]),
            "Why something was not done (RFC 9457); its type is stable, its words are not."
        )
    ]
}
