/// Phantom type of ``AccountID``: an account of the ledger.
public enum AccountSubject {}
/// Phantom type of ``TransferID``: a transfer.
public enum TransferSubject {}
/// Phantom type of ``JournalID``: a journal.
public enum JournalSubject {}
/// Phantom type of ``UserID``: a user.
public enum UserSubject {}
/// Phantom type of ``SessionID``: a session.
public enum SessionSubject {}
/// Phantom type of ``IntentKey``: an intent.
public enum IntentSubject {}
/// Phantom type of ``DeviceID``: an installation of the console.
public enum DeviceSubject {}

/// Identifier of an account of the ledger.
public typealias AccountID = Identifier<AccountSubject>
/// Identifier of a transfer: one amount from one account to another.
public typealias TransferID = Identifier<TransferSubject>
/// Identifier of a journal: an atomic group of transfers.
public typealias JournalID = Identifier<JournalSubject>
/// Identifier of a person who may sign in.
public typealias UserID = Identifier<UserSubject>
/// Identifier of one signed-in session.
public typealias SessionID = Identifier<SessionSubject>
/// Key of an intent, made once by the console before the first send and never reused.
public typealias IntentKey = Identifier<IntentSubject>
/// Identifier of a console installation: the first 16 bytes of the SHA-256 of its public key.
public typealias DeviceID = Identifier<DeviceSubject>
