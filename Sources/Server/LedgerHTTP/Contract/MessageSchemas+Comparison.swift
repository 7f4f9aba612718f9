import SyncCore
import WireProtocol

extension MessageSchemas {
    /// The schemas of a comparison, and of what repairs a damaged record.
    static let comparison: [(name: String, schema: Schema, note: String)] = [
        (
            "TrieNode",
            .either([
                .object([
                    SchemaField(
                        "accounts",
                        .list(leaf, from: 0, through: TrieNode.listLimit)
                    )
                ]),
                .list(.named("Digest"), from: TrieNode.width, through: TrieNode.width),
            ]),
            "What stands at a path of the trie: a few accounts, or the hashes of sixteen nodes."
        ),
        (
            "Reconciliation",
            .either([
                answer("agrees", []), answer("behind", []),
                answer("differs", [SchemaField("node", .named("TrieNode"))]),
                answer(
                    "nodes",
                    [
                        SchemaField(
                            "nodes",
                            .list(
                                .named("TrieNode"),
                                from: 0,
                                through: ReconcileQuestion.pathLimit
                            )
                        )
                    ]
                ),
                answer(
                    "chains",
                    [
                        SchemaField(
                            "chains",
                            .list(hashes, from: 0, through: ReconcileQuestion.placeLimit)
                        )
                    ]
                ),
            ]),
            "The answer to one round of a comparison."
        ),
        (
            "Records",
            .either([
                .message("records", [SchemaField("answer", .word(["behind"]))]),
                .message(
                    "records",
                    [
                        SchemaField("answer", .word(["told"])),
                        SchemaField(
                            "accounts",
                            .integer(from: 0, through: Int64(RecordsRequest.accountLimit)),
                            "How many of those asked for, from the first on."
                        ),
                        SchemaField(
                            "changes",
                            .list(.named("FeedChange"), from: 0, through: nil)
                        ),
                        SchemaField("payees", .flag, "Whether the payees are among them."),
                    ]
                ),
            ]),
            "Accounts with their holds, and the payees, as they were at a cursor."
        ),
    ]

    private static let leaf = Schema.object([
        SchemaField("account", .uuid),
        SchemaField("sequence", .integer(from: 0, through: nil)),
        SchemaField("chain", .named("Digest")),
    ])

    private static let hashes = Schema.list(
        .either([.named("Digest"), .null]),
        from: 0,
        through: ReconcileQuestion.placeLimit
    )

    private static func answer(_ word: String, _ fields: [SchemaField]) -> Schema {
        .message("reconcile", [SchemaField("answer", .word([word]))] + fields)
    }
}
