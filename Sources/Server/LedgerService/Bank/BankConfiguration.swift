public import Cryptography
public import MoneyCore
public import CoreVocabulary
import IdentityCore

/// What can be set about a bank.
public struct BankConfiguration: Sendable {
    /// How long a customer's session lasts at most, in seconds: 24 hours.
    ///
    /// Source: NIST SP 800-63B-4 §2.2.3.
    public static let customerSessionSeconds: Int64 = 24 * 3_600
    /// How long a session of staff lasts at most, in seconds: 12 hours.
    ///
    /// Source: NIST SP 800-63B-4 §2.3.3.
    public static let staffSessionSeconds: Int64 = 12 * 3_600
    /// How long a console may show what it holds without the bank, in seconds: 72 hours, as long
    /// as a late authorisation is taken.
    public static let leaseSeconds: Int64 = 72 * 3_600
    /// The most requests that one commit of the database carries.
    public static let commitJobLimit = 256
    /// The most sign-ins that may wait for their turn to be hashed; more are told to come back.
    public static let hashQueueLimit = 64

    /// Where the bank counts its days.
    public var zone: ZoneOffset
    /// What a password hash costs.
    ///
    /// The standard setting takes 32 MiB and about 0.2 seconds on two shared cores of 2026;
    /// N = 2^15 with p = 1 takes as much memory and a third of the time, below what OWASP advises.
    /// A sign-in under an unknown name costs the same.
    public var passwordCost: Scrypt.Parameters
    /// How many passwords are hashed side by side, 1 or more; each takes the memory of its cost.
    public var hashConcurrency: Int
    /// The greatest amount of one transfer, by currency; a currency without one has no limit.
    public var transferLimits: [Money]
    /// The amount above which a second person must approve, by currency.
    public var approvalLimits: [Money]

    /// Makes a configuration; what is not named has the values of a retail bank in India.
    public init(
        zone: ZoneOffset = .india,
        passwordCost: Scrypt.Parameters = .standard,
        hashConcurrency: Int = 2,
        transferLimits: [Money] = [
            Money(minorUnits: 100_000_000, currency: .indianRupee),
            Money(minorUnits: 1_000_000, currency: .usDollar),
        ],
        approvalLimits: [Money] = []
    ) {
        self.zone = zone
        self.passwordCost = passwordCost
        self.hashConcurrency = hashConcurrency
        self.transferLimits = transferLimits
        self.approvalLimits = approvalLimits
    }
}
