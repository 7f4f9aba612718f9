import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite

/// Books of a given size in a file, with ten entries per account and one user who can sign in.
///
/// The other account holders cannot sign in, because their secrets open under no key.
struct SizedBooks {
    /// Number of entries of each account.
    static let entriesPerAccount = 10
    /// Number of accounts of the user who signs in.
    static let ownAccountCount = 100
    /// Number of the first accounts, which no random transfer touches: those of the user who signs
    /// in, and then those that are exported.
    ///
    /// Random transfers hit an account of a small bank a thousand times as often. Reads of such
    /// accounts would be more work in the small bank.
    static let quietAccountCount = 200
    /// Number of accounts of each other user.
    static let accountsPerUser = 2
    /// Number of transfers booked per day, in books of every size.
    static let transfersPerDay = 1_000
    /// Amount of each transfer.
    static let amountMinorUnits: Int64 = 100
    /// The first day with bookings: 2012-01-01, in India.
    ///
    /// Five million transfers end in 2025.
    static let firstBooking = Instant(secondsSinceEpoch: 1_325_356_200)

    /// Identifier of the user who signs in.
    static let userID = UserID(rawValue: 0xC0FFEE)
    /// Name of the user who signs in.
    static let userName = "asha"
    /// Password of the user who signs in.
    static let password = "seven forts by sunset"
    /// Authenticator secret of the user who signs in.
    static let totpSecret: [UInt8] = (0..<20).map { UInt8($0) }

    let store: LedgerStoreSQLite
    let bank: Bank

    /// Opens books with the default settings of a server.
    init(path: String, _ clock: BenchClock) throws {
        typealias Options = LedgerStoreSQLite.Options
        store = try LedgerStoreSQLite(
            path: path,
            options: Options(cacheMebibytes: Options.standardCacheMebibytes)
        )
        bank = try Bank(
            store,
            clock: clock,
            key: SharedSecret(copying: [UInt8](repeating: 7, count: MasterKey.byteCount).span),
            // A nearly free hash, so that the rest of a sign-in is visible.
            configuration: BankConfiguration(passwordCost: .weakForTests, limits: .unlimited)
        )
    }

    /// Returns the account with a number, from zero.
    static func accountID(_ number: Int) -> AccountID {
        AccountID(rawValue: UInt128(number + 1) << 64)
    }

    /// Returns the credentials of the user who signs in.
    static func user() throws -> BenchUser {
        BenchUser(
            name: userName,
            password: password,
            authenticator: try OTPAuthURI(
                issuer: "Counterfoil",
                accountName: userName,
                secret: totpSecret
            )
        )
    }
}
