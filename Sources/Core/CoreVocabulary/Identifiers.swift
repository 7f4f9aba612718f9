/// Phantom type of ``AccountID``: an account of the ledger.
package enum AccountSubject {}
/// Phantom type of ``TransferID``: a transfer.
package enum TransferSubject {}
/// Phantom type of ``JournalID``: a journal.
package enum JournalSubject {}
/// Phantom type of ``UserID``: a user.
package enum UserSubject {}
/// Phantom type of ``SessionID``: a session.
package enum SessionSubject {}
/// Phantom type of ``IntentKey``: an intent.
package enum IntentSubject {}
/// Phantom type of ``DeviceID``: an installation of the console.
package enum DeviceSubject {}

/// Identifier of an account of the ledger.
package typealias AccountID = Identifier<AccountSubject>
/// Identifier of a transfer: one amount from one account to another.
package typealias TransferID = Identifier<TransferSubject>
/// Identifier of a journal: an atomic group of transfers.
package typealias JournalID = Identifier<JournalSubject>
/// Identifier of a person who may sign in.
package typealias UserID = Identifier<UserSubject>
/// Identifier of one signed-in session.
package typealias SessionID = Identifier<SessionSubject>
/// Key of an intent, made once by the console before the first send and never reused.
package typealias IntentKey = Identifier<IntentSubject>
/// Identifier of a console installation: the first 16 bytes of the SHA-256 of its public key.
package typealias DeviceID = Identifier<DeviceSubject>
