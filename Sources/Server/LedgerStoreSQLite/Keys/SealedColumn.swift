import LedgerService

/// Column of sealed values, the only kind of value that is replaced in otherwise unchanging rows.
struct SealedColumn: Hashable {
    /// The purpose of the values.
    let purpose: MasterKey.Purpose
    let table: String
    /// The column with the owner's identifier of 16 bytes, which is unique.
    let owner: String
    let column: String

    init(_ purpose: MasterKey.Purpose, _ table: String, owner: String, _ column: String) {
        self.purpose = purpose
        self.table = table
        self.owner = owner
        self.column = column
    }

    /// All sealed columns; the step of the schema that adds one also creates its triggers.
    static let all = ofFirstStep + [ofCursors] + ofTokens

    /// The sealed columns of the first step of the schema.
    static let ofFirstStep = [
        SealedColumn(.totpSecret, "user", owner: "user_id", "totp_secret"),
        SealedColumn(.storageKey, "user", owner: "user_id", "storage_key"),
        SealedColumn(.authorisationKey, "session", owner: "session_id", "authorisation_key"),
    ]

    /// The sealed column of the cursor keys.
    static let ofCursors =
        SealedColumn(.cursorKey, "cursor_key", owner: "cursor_key_id", "sealed")

    /// The sealed columns of access and refresh tokens.
    static let ofTokens = [
        SealedColumn(.signingKey, "signing_secret", owner: "key_id", "secret"),
        SealedColumn(.refreshKey, "session_renewal", owner: "session_id", "refresh_key"),
    ]

    /// Returns the column of the values for a purpose; nil if the books store none.
    static func of(_ purpose: MasterKey.Purpose) -> SealedColumn? {
        all.first { $0.purpose == purpose }
    }

    /// Returns true if a statement may replace the values of a column.
    static func isSealed(_ table: String, _ column: String) -> Bool {
        all.contains { $0.table == table && $0.column == column }
    }
}
