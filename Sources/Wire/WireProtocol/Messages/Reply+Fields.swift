import SyncCore

extension Reply {
    /// Fields of the replies.
    package static let fields = WireFields<Reply>.choice("type", unknown: .unknownMessage, variants)

    /// The bytes that are sent.
    package var encoded: [UInt8] { Self.fields.encode(self) }

    /// Decodes what was sent.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package init(encoded: [UInt8]) throws(WireError) {
        self = try Self.fields.decode(encoded, byteLimit: StrictJSON.replyByteLimit)
    }

    private static let variants: [WireVariant<Reply>] = [
        WireVariant("signed-in", SignInReply.fields, Reply.signedIn) {
            if case .signedIn(let reply) = $0 { reply } else { nil }
        },
        WireVariant("renewed", RenewReply.fields, Reply.renewed) {
            if case .renewed(let reply) = $0 { reply } else { nil }
        },
        WireVariant("signed-out", .signedOut),
        WireVariant(
            "sessions",
            .value("sessions", .list(of: .object(SessionSummary.fields))),
            Reply.sessions
        ) {
            if case .sessions(let sessions) = $0 { sessions } else { nil }
        },
        WireVariant("sync-begun", BeginSyncReply.fields, Reply.syncBegun) {
            if case .syncBegun(let reply) = $0 { reply } else { nil }
        },
        WireVariant("snapshot", SnapshotReply.fields, Reply.snapshot) {
            if case .snapshot(let reply) = $0 { reply } else { nil }
        },
        WireVariant("feed", FeedReply.fields, Reply.feed) {
            if case .feed(let reply) = $0 { reply } else { nil }
        },
        WireVariant("reconcile", ReconcileAnswer.fields, Reply.reconcile) {
            if case .reconcile(let answer) = $0 { answer } else { nil }
        },
        WireVariant(
            "entries",
            .value("entries", .entries(through: EntriesRequest.entryLimit)),
            Reply.entries
        ) {
            if case .entries(let entries) = $0 { entries } else { nil }
        },
        WireVariant("records", RecordsAnswer.fields, Reply.records) {
            if case .records(let answer) = $0 { answer } else { nil }
        },
        WireVariant(
            "evidence",
            .value("verdicts", .list(of: .word(), through: SubmitEvidenceRequest.itemLimit)),
            Reply.evidence
        ) {
            if case .evidence(let verdicts) = $0 { verdicts } else { nil }
        },
        WireVariant("intent", IntentReply.fields, Reply.intent) {
            if case .intent(let reply) = $0 { reply } else { nil }
        },
        WireVariant(
            "intents",
            .value(
                "answers",
                .list(
                    of: .object(IntentAnswer.fields),
                    from: 1,
                    through: SubmitIntentsRequest.intentLimit
                )
            ),
            Reply.intents
        ) {
            if case .intents(let answers) = $0 { answers } else { nil }
        },
        WireVariant("done", .done),
        WireVariant("problem", Problem.fields, Reply.problem) {
            if case .problem(let problem) = $0 { problem } else { nil }
        },
    ]
}

extension Problem {
    /// Fields of a problem among the replies; over HTTP it is an ``HTTPProblem``.
    static let fields = WireFields<Problem>(
        Self.init,
        .required("code", .word(), \.code),
        .optional("retry-after", .zeroOrMore(), \.retryAfterSeconds),
        .optional("wipe-nonce", .bytes(), \.wipeNonce)
    )
}
