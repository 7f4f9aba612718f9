public import Cryptography
public import SyncCore

/// The settings of a client that its owner chooses.
public struct ClientSettings: Sendable {
    /// The wait for the answer to a transfer that was just authorised, in milliseconds; after it
    /// the transfer is shown as queued.
    public var authoriseWaitMilliseconds: Int64 = 2_000
    /// The longest wait for another answer, in milliseconds, beside the wait that a request names.
    public var replyLimitMilliseconds: Int64 = 15_000
    /// The longest wait of a sign-out for the bank, in milliseconds.
    public var signOutWaitMilliseconds: Int64 = 1_000
    /// The release that the console names to the bank.
    public var release = "0.1.0"
    /// The cost of the password hash that unlocks the screen.
    public var unlockCost = Scrypt.Parameters.standard
    /// The sizes of requests and of work at once.
    public var sync = SyncLimits()

    /// Creates the settings of a console in use.
    public init() {}
}
