public import Cryptography
public import SyncCore

/// What can be chosen about a client.
public struct ClientSettings: Sendable {
    /// How long a transfer that was just authorised waits for its answer before it is said to be
    /// queued, in milliseconds.
    public var authoriseWaitMilliseconds: Int64 = 2_000
    /// How long any other request may take beside what the bank was asked to wait, in milliseconds.
    public var replyLimitMilliseconds: Int64 = 15_000
    /// How long signing out waits for the bank, in milliseconds.
    public var signOutWaitMilliseconds: Int64 = 1_000
    /// The release that the bank is told.
    public var release = "0.1.0"
    /// The cost of the hash that the locked screen compares a password with.
    public var unlockCost = Scrypt.Parameters.standard
    /// Sizes of what is asked for and worked on at once.
    public var sync = SyncLimits()

    /// Makes the settings of a console in use.
    public init() {}
}
