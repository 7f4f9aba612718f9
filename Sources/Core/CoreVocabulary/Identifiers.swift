/// The kind of thing an ``AccountID`` names.
public enum AccountSubject {}
/// The kind of thing a ``TransferID`` names.
public enum TransferSubject {}
/// The kind of thing a ``JournalID`` names.
public enum JournalSubject {}
/// The kind of thing a ``UserID`` names.
public enum UserSubject {}
/// The kind of thing a ``SessionID`` names.
public enum SessionSubject {}
/// The kind of thing an ``IntentKey`` names.
public enum IntentSubject {}
/// The kind of thing a ``DeviceID`` names.
public enum DeviceSubject {}

/// Names an account of the ledger.
public typealias AccountID = Identifier<AccountSubject>
/// Names a transfer: one amount from one account to another.
public typealias TransferID = Identifier<TransferSubject>
/// Names a journal: an atomic group of transfers.
public typealias JournalID = Identifier<JournalSubject>
/// Names a person who may sign in.
public typealias UserID = Identifier<UserSubject>
/// Names one signed-in session.
public typealias SessionID = Identifier<SessionSubject>
/// Names what somebody asked for, made once by the console before the first send and never again.
public typealias IntentKey = Identifier<IntentSubject>
/// Names one installation of the console: the first 16 bytes of the SHA-256 of its public key.
public typealias DeviceID = Identifier<DeviceSubject>
