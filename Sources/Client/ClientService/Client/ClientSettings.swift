package import Cryptography
package import SyncCore

/// Settings of a client.
package struct ClientSettings: Sendable {
    /// Time for which a transfer that was just authorised waits for its answer before it is reported as
    /// queued, in milliseconds.
    package var authoriseWaitMilliseconds: Int64 = 2_000
    /// Maximum duration of any other request, in milliseconds; a wait that the bank was asked for is
    /// added.
    package var replyLimitMilliseconds: Int64 = 15_000
    /// Time for which signing out waits for the bank, in milliseconds.
    package var signOutWaitMilliseconds: Int64 = 1_000
    /// Release that the bank is told.
    package var release = "0.1.0"
    /// The cost of the password hash that unlocks the screen.
    package var unlockCost = Scrypt.Parameters.standard
    /// The sizes of requests and of work at once.
    package var sync = SyncLimits()

    /// Creates the settings of a console in use.
    package init() {}
}
