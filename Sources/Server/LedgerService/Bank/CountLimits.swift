/// The most of some things that the bank keeps, or does in one commit.
///
/// Whoever runs a bank sets none of them. The defaults are those of a bank in use; small ones make
/// a test or a simulation meet every seam early.
public struct CountLimits: Hashable, Sendable {
    /// The most sessions that a user may have at a time, 1 or more; one more ends the one that has
    /// been idle the longest.
    public var sessionsOfUser = BankConfiguration.sessionLimit
    /// The most holds that one commit expires, 1 or more.
    public var expiredHolds = Bank.expiryLimit
    /// The most names and places whose failed sign-ins are remembered, 1 or more; beyond it the
    /// oldest are forgotten.
    public var rememberedSignIns = GuardRecord.signInLimit
    /// The most places that are remembered of a user, 1 or more; of more the oldest is forgotten.
    public var placesOfUser = SignInPlace.rememberedLimit
    /// The most that is kept of what one user submits as evidence, 0 or more.
    public var evidenceOfUser = SubmittedEvidence.limitOfUser

    /// Makes the limits of a bank in use.
    public init() {}
}
