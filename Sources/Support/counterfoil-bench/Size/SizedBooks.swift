import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite

/// Books of some size over a file: ten entries for each account, and one user of it all who can
/// sign in.
///
/// Whoever else has an account is only there: their secrets open under no key.
struct SizedBooks {
    /// Entries of each account.
    static let entriesPerAccount = 10
    /// Accounts of the user who signs in.
    static let ownAccountCount = 100
    /// The first accounts, which no transfer at random touches: those of the user who signs in, and
    /// after them those that are exported.
    ///
    /// A transfer at random hits an account of a small bank a thousand times as often, and what is
    /// read of it afterwards would be more work in the small bank.
    static let quietAccountCount = 200
    /// Accounts of everybody else.
    static let accountsPerUser = 2
    /// Transfers booked on one day, in books of every size.
    static let transfersPerDay = 1_000
    /// The amount that each of them moves.
    static let amountMinorUnits: Int64 = 100
    /// The first day on which something was booked: 2012-01-01, in India.
    ///
    /// Five million transfers end in 2025.
    static let firstBooking = Instant(secondsSinceEpoch: 1_325_356_200)

    /// The user who signs in.
    static let userID = UserID(rawValue: 0xC0FFEE)
    /// The name to sign in with.
    static let userName = "asha"
    /// The password.
    static let password = "seven forts by sunset"
    /// The secret of the authenticator.
    static let totpSecret: [UInt8] = (0..<20).map { UInt8($0) }

    let store: LedgerStoreSQLite
    let bank: Bank

    /// Opens books with the settings that a server has by itself.
    init(path: String, _ clock: BenchClock) throws {
        typealias Options = LedgerStoreSQLite.Options
        store = try LedgerStoreSQLite(
            path: path,
            options: Options(cacheMebibytes: Options.standardCacheMebibytes)
        )
        bank = Bank(
            store: store,
            masterKey: try MasterKey(
                SharedSecret(copying: [UInt8](repeating: 7, count: MasterKey.byteCount).span)
            ),
            clock: clock,
            random: BenchRandom(),
            log: BenchLog(),
            // A hash that is nearly free, so that the rest of a sign-in is seen.
            configuration: BankConfiguration(
                passwordCost: .weakForTests,
                limits: RateLimits()
            )
        )
    }

    /// The account with a number, counting from zero.
    static func accountID(_ number: Int) -> AccountID {
        AccountID(rawValue: UInt128(number + 1) << 64)
    }

    /// The user who signs in, as a console knows them.
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
