/// Unique columns of an append-only table.
///
/// `INSERT OR REPLACE` removes the row with the same key, and fires no trigger for the removal
/// unless the program enabled that. Therefore a trigger rejects the new row.
struct UniqueKey: Hashable {
    let table: String
    let columns: [String]
    /// The rows to which the key applies; nil for all.
    let condition: String?

    init(_ table: String, _ columns: String..., where condition: String? = nil) {
        self.table = table
        self.columns = columns
        self.condition = condition
    }

    /// SQL condition that is true if a new row has the key of an existing one.
    var isTaken: String {
        let same = columns.map { "\($0) = NEW.\($0)" } + (condition.map { [$0] } ?? [])
        let exists = "EXISTS (SELECT 1 FROM \(table) WHERE \(same.joined(separator: " AND ")))"
        return condition.map { "(NEW.\($0) AND \(exists))" } ?? exists
    }
}

extension UniqueKey {
    /// Unique keys of the first four steps of the schema.
    ///
    /// Two kinds have triggers of their own and are not included: numbers that must be the next
    /// ones, and places of entries in accounts.
    static let ofFirstSteps = [
        UniqueKey("meta", "key"),
        UniqueKey("account", "account_no"), UniqueKey("account", "account_id"),
        UniqueKey("account", "number"),
        UniqueKey("transfer", "transfer_id"), UniqueKey("transfer", "journal_id", "journal_index"),
        UniqueKey("transfer", "acts_on", where: "kind = 5"),
        UniqueKey("resolution", "pending_id"),
        UniqueKey("refused_journal", "journal_id"),
        UniqueKey("hold", "hold_no"), UniqueKey("hold", "transfer_id", "account_no"),
        UniqueKey("user", "user_no"), UniqueKey("user", "user_id"), UniqueKey("user", "name"),
        UniqueKey("session", "session_id"), UniqueKey("session", "token_hash"),
        UniqueKey("session_end", "session_id"),
        UniqueKey("used_step", "user_id", "step"),
        UniqueKey("access_grant", "user_id", "account_no", "feed_sequence"),
        UniqueKey("payee", "user_id", "account_no", "feed_sequence"),
        UniqueKey("intent", "intent_key"),
        UniqueKey("master_key", "key_no"), UniqueKey("master_key", "header"),
        UniqueKey("master_key_end", "key_no"),
        UniqueKey("later_epoch", "epoch_no"), UniqueKey("later_epoch", "epoch"),
        UniqueKey("cursor_key", "key_no"), UniqueKey("cursor_key", "cursor_key_id"),
        UniqueKey("device", "user_id", "device_id"),
        UniqueKey("device_stamp", "stamp_no"), UniqueKey("device_stamp", "intent_key"),
        UniqueKey("signing_key", "key_no"), UniqueKey("signing_key", "key_id"),
        UniqueKey("signing_key_begin", "key_id"), UniqueKey("signing_key_end", "key_id"),
        UniqueKey("user_change", "user_id", "change_no"),
        UniqueKey("wipe_order", "nonce"), UniqueKey("wipe_order", "session_id"),
        UniqueKey("wipe_receipt", "nonce"),
        UniqueKey("terminal_revocation", "terminal"),
    ]
}

extension Schema {
    /// Returns triggers that reject rows whose keys exist already, as `INSERT OR REPLACE` would
    /// insert them.
    ///
    /// A step of the schema that adds tables runs them for those tables.
    static func refusals(ofReplacing keys: [UniqueKey]) -> String {
        Dictionary(grouping: keys, by: \.table).sorted { $0.key < $1.key }.map { table, keys in
            """
            CREATE TRIGGER \(table)_refuses_replace BEFORE INSERT ON \(table)
            WHEN \(keys.map(\.isTaken).joined(separator: " OR ")) BEGIN
                SELECT RAISE(ABORT, '\(table) is append-only');
            END;
            """
        }.joined(separator: "\n")
    }
}
