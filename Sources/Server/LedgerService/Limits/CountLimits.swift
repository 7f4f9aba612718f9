/// Maximum counts of what the bank stores, or does in one commit.
///
/// They are not configurable by an operator. The defaults are those of a bank in use. Small values
/// make a test or a simulation reach the limits early.
package struct CountLimits: Hashable, Sendable {
    /// Maximum number of sessions of a user, 1 or more; one more ends the longest idle.
    package var sessionsOfUser = BankConfiguration.sessionLimit
    /// Maximum number of holds that one commit expires, 1 or more.
    package var expiredHolds = Bank.expiryLimit
    /// Maximum number of guard records for failed sign-ins, 1 or more; beyond it, the oldest go.
    package var rememberedSignIns = AttemptRecord.signInLimit
    /// Maximum number of remembered places of a user, 1 or more; beyond it, the oldest goes.
    package var placesOfUser = SignInPlace.rememberedLimit
    /// Maximum number of evidence items stored for one user, 0 or more.
    package var evidenceOfUser = SubmittedEvidence.limitOfUser

    /// Creates the limits of a bank in use.
    package init() {}
}
