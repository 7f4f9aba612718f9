import CoreVocabulary
import GRDB
import LedgerCore
import MoneyCore

/// Connection that queries read through, within one database transaction.
///
/// Each topic is a protocol of its own, whose extension has the statements. Its functions fill a port of
/// LedgerService directly.
protocol SQLiteQueries {
    /// The connection to the books.
    var database: Database { get }
    /// True if the books have the tenth step of the schema.
    var hasAuditNotes: Bool { get }
    /// Returns the key data of an account; nil if there is no such account.
    func key(of id: AccountID) throws -> AccountKey?
    /// Returns the key data of an account that must exist.
    func knownKey(of id: AccountID) throws -> AccountKey
    /// Returns the identifier of the account with a row number.
    func accountID(_ number: Int64) throws -> AccountID
    /// Caches the key data of an account that was read.
    func remember(_ key: AccountKey, of id: AccountID)
    /// Clears the account cache, after a rollback or to bound memory.
    func forgetAccounts()
}

/// Number, currency and normal balance of an account, which its rows need.
struct AccountKey {
    let number: Int64
    let currency: Currency
    let normalBalance: Side
}
