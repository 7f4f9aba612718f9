/// The fields of all messages, and the check that finds an altered one.
///
/// A field is named by its message's type and the path to it. Names of requests are those of their
/// JSON. Fields of replies begin with `reply.`, those of stream events with `event.`, and those of
/// canonical bytes with `record.`, followed by the names of the type's properties.
package enum MessageFields {
    /// A check that finds an altered field of a reply or event.
    enum Finder: CaseIterable, Sendable {
        /// The console finds it at once: entries have to continue the chain and balance of their
        /// account, and have to be as many as the account says.
        case chain
        /// The comparison finds it: entries are hashed up to the root, and every mismatch leads to
        /// another comparison until both sides agree.
        case comparison
        /// The console finds it at once: a cursor has to follow the one before and must not pass
        /// the head.
        case order
        /// The bank finds it with the next request: it authenticates its cursors and knows its
        /// snapshot pages.
        case seal
        /// No check finds it, so that TLS has to protect it.
        case line
    }

    /// The fields that the simulator alters, one at a time.
    package static let forged = ofRequests + forgedInReplies

    /// The fields of requests; the model foresees the answer to each altered one.
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
        ("submit-intents.intents", "key reviewed session claimed-at proof"),
        ("submit-intents.intents.stamp", "device sequence previous signature"),
        ("intent-status", "key"),
        ("cancel-intent", "key"),
        ("wiped", "nonce signature"),
    ])

    /// The fields of replies and events that a check finds if they are altered.
    ///
    /// A list is altered in one of its entries.
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

    /// Findable fields that nobody in the town receives.
    ///
    /// A console asks for nodes of the trie only if its user has more accounts than one answer
    /// lists.
    static let neverTold: [String] = names([("reply.reconcile", "nodes")])

    /// Returns the fields of replies and events that a check has to find.
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

    /// Fields that no check finds, so that TLS alone protects them.
    ///
    /// The bank's UTC offset is among them, because a console has nothing to compare it with. It
    /// shifts days on screens and the reviewed value date, which the bank judges by its own offset.
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
        ("reply.intents", "answers.answer answers.decision answers.field answers.reason"),
        ("reply.intents", "answers.code answers.retry-after answers.wipe-nonce"),
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
