/// The fields of messages, named by the type of the message and the names that lead to them, and
/// what finds one that was altered on its way.
///
/// The names of requests are those of their JSON. Fields of replies begin with `reply.`, those of
/// stream events with `event.`, and those of canonical bytes with `record.`; the last have the
/// names of the type's properties.
public enum MessageFields {
    /// Whatever finds a field of a reply or an event that was altered on its way.
    enum Finder: CaseIterable, Sendable {
        /// The console, at once: entries continue the chain and the balance of their account, and
        /// are as many as the account says.
        case chain
        /// The comparison of both sides: entries are hashed up to the root, and whatever is wrong
        /// about a comparison leads to another one, until both agree.
        case comparison
        /// The console, at once: a place follows the one before, and none lies beyond the head.
        case order
        /// The bank, with the next request: it signs its cursors, and knows the pages of a snapshot.
        case seal
        /// Nothing: the line is trusted to bring what the bank said, which is the work of TLS.
        case line
    }

    /// Fields that are altered by themselves in some stories.
    public static let forged = ofRequests + forgedInReplies

    /// Fields of requests; the model foresees the answer to each altered one.
    static let ofRequests: [String] = names([
        ("sign-in", "user password code"),
        ("renew", "refresh nonce"),
        ("end-session", "session"),
        ("begin-sync", "app record-version device-key device-sequence cursor"),
        ("snapshot", "at limit page"),
        ("feed", "cursor limit wait-ms"),
        ("reconcile", "at root paths chains.account chains.places"),
        ("entries", "account first last"),
        ("records", "at accounts payees"),
        ("submit-evidence", "account items.reason items.entry"),
        ("submit-intent", "key reviewed session claimed-at proof"),
        ("submit-intent.stamp", "device sequence previous signature"),
        ("intent-status", "key"),
        ("cancel-intent", "key"),
        ("wiped", "nonce signature"),
    ])

    /// Fields of replies and events that something finds, and that are altered one at a time; a list
    /// is altered in one of its entries.
    static let forgedInReplies: [String] =
        forgedParts
        + names([
            ("record.account", "accountSequence"),
            ("reply.feed", "cursor head"),
            ("reply.snapshot", "at next-page"),
            ("reply.reconcile", "node chains"),
            ("event.delta", "after cursor head"),
            ("event.checkpoint", "after cursor root"),
            ("event.heartbeat", "head"),
        ])

    private static let forgedParts: [String] =
        EntryField.allCases.map(\.name) + EntryList.allCases.map(\.rawValue)
        + Forgery.LeafField.allCases.map(\.name)

    /// Fields that something finds and that nobody in the town is told: a console asks for places of
    /// the trie when its user has more accounts than are listed at once.
    static let neverTold: [String] = names([("reply.reconcile", "nodes")])

    /// Fields of replies and events, by what has to find one that was altered.
    static func ofReplies(foundBy finder: Finder) -> [String] {
        switch finder {
        case .chain:
            names([
                ("record.entry", "accountID accountSequence amount balanceAfterMinorUnits"),
                ("record.account", "accountSequence"),
                ("reply.feed", "changes"),
                ("reply.snapshot", "changes"),
                ("reply.entries", "entries"),
                ("event.delta", "changes"),
            ])
        case .comparison:
            names([
                ("record.entry", "journalID transferID bookedAt valueDate code"),
                ("record.entry", "counterparty reference isMadeByStaff"),
                ("reply.reconcile", "node nodes chains"),
                ("reply.trie-node", "accounts.account accounts.sequence accounts.chain"),
                ("event.checkpoint", "root"),
            ])
        case .order:
            names([
                ("reply.feed", "cursor head"),
                ("event.delta", "after cursor head"),
                ("event.checkpoint", "after"),
                ("event.heartbeat", "head"),
            ])
        case .seal: names([("reply.snapshot", "at next-page"), ("event.checkpoint", "cursor")])
        case .line: trusted
        }
    }

    /// Fields that nothing finds, so that only the line stands for them.
    ///
    /// Where the bank counts its days is among them: a console has nothing to hold it against. It
    /// moves days on screens and the value date that is reviewed, which the bank judges by its own.
    private static let trusted: [String] = names([
        ("reply.signed-in", "access access-ends-at refresh idle-ends-at session user name role"),
        ("reply.signed-in", "storage-key authorisation-key lease-ends-at server-time ends-at"),
        ("reply.signed-in", "utc-offset-minutes"),
        ("reply.renewed", "access access-ends-at refresh idle-ends-at lease-ends-at server-time"),
        ("reply.sessions", "sessions.session sessions.opened-at sessions.seen-at sessions.ends-at"),
        ("reply.sessions", "sessions.current sessions.terminal"),
        ("reply.sync-begun", "mode head lease-ends-at device-sequence server-time"),
        ("reply.sync-begun", "utc-offset-minutes"),
        ("reply.snapshot", "root server-time"),
        ("reply.feed", "after server-time"),
        ("reply.reconcile", "answer"),
        ("reply.records", "answer accounts changes payees"),
        ("reply.evidence", "verdicts"),
        ("reply.intent", "answer decision field reason"),
        ("reply.problem", "title status detail trace retry-after wipe-nonce"),
        ("event.checkpoint", "head server-time"),
        ("event.heartbeat", "server-time life-ms"),
        ("event.control", "control nonce"),
        ("record.account", "accountID number branchCode holder product currency heldMinorUnits"),
        ("record.account", "minimumBalanceMinorUnits isClosed access"),
        ("record.hold", "transferID accountID amount counterparty reference heldAt expiresAt"),
        ("record.hold", "status"),
        ("record.payee", "accountID name number branchCode currency isRemoved"),
        ("record.decision", "key outcome decidedAt"),
        ("record.access-revoked", "accountID"),
    ])

    private static func names(_ rows: [(type: String, fields: String)]) -> [String] {
        rows.flatMap { row in row.fields.split(separator: " ").map { "\(row.type).\($0)" } }
    }
}
