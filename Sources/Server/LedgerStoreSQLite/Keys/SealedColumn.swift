import LedgerService

/// A column that holds sealed values: the only kind that is replaced in rows that otherwise stay.
struct SealedColumn: Hashable {
    /// What the values are for.
    let purpose: MasterKey.Purpose
    let table: String
    /// The column with the 16 bytes of the owner's identifier; unique.
    let owner: String
    let column: String

    init(_ purpose: MasterKey.Purpose, _ table: String, owner: String, _ column: String) {
        self.purpose = purpose
        self.table = table
        self.owner = owner
        self.column = column
    }

    /// All of them; each step of the schema that adds one puts up its guards.
    static let all = ofFirstStep + [ofCursors] + ofTokens

    /// Those of the first step of the schema.
    static let ofFirstStep = [
        SealedColumn(.totpSecret, "user", owner: "user_id", "totp_secret"),
        SealedColumn(.storageKey, "user", owner: "user_id", "storage_key"),
        SealedColumn(.authorisationKey, "session", owner: "session_id", "authorisation_key"),
    ]

    /// That of the keys for cursors.
    static let ofCursors = SealedColumn(
        .cursorKey,
        "cursor_key",
        owner: "cursor_key_id",
        "sealed"
    )

    /// Those of access and refresh tokens.
    static let ofTokens = [
        SealedColumn(.signingKey, "signing_secret", owner: "key_id", "secret"),
        SealedColumn(.refreshKey, "session_renewal", owner: "session_id", "refresh_key"),
    ]

    /// Whether a statement may replace the values of a column.
    static func isSealed(_ table: String, _ column: String) -> Bool {
        all.contains { $0.table == table && $0.column == column }
    }
}
