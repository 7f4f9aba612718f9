import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreMemory
import MoneyCore
import SyncCore

/// The people and accounts with which every run begins.
enum Town {
    /// A person with a password and an authenticator.
    struct Person: Sendable {
        let name: String
        let role: Role
        let number: Int

        var id: UserID { UserID(rawValue: UInt128(100 + number)) }
        var totpSecret: [UInt8] { (0..<20).map { UInt8(number * 20 + $0 + 1) } }
    }

    /// An account of the town.
    struct TownAccount: Sendable {
        let word: String
        let number: Int
        var side = Side.credit
        var minimum: Int64? = 0
        var maximum: Int64?
        var openingMinorUnits: Int64 = 0
        var currency = Currency.indianRupee

        var id: AccountID { AccountID(rawValue: UInt128(1_000 + number)) }
        /// The account number that people use.
        var accountNumber: String { "50100000000\(100 + number)" }
    }

    /// Branch code of every account.
    static let branchCode = "SHYD0000101"

    /// Maximum amount of one transfer.
    static let transferLimit = Money(minorUnits: 400_000, currency: .indianRupee)

    static let password = "seven forts by sunset"

    /// A user name that nobody has.
    static let unknownName = "nobody"
    /// Number of places of sign-ins; the first is inside the bank's process.
    static let placeCount = 3

    static let people = [
        Person(name: "asha", role: .customer, number: 0),
        Person(name: "rohan", role: .customer, number: 1),
        Person(name: "tara", role: .teller, number: 2),
        Person(name: "mira", role: .customer, number: 3),
    ]
    /// Number of people with consoles; the last person acts as the rogue.
    static let consoleOwnerCount = 3

    static let accounts = [
        TownAccount(word: "cash", number: 0, side: .debit, minimum: nil),
        TownAccount(word: "savings", number: 1, openingMinorUnits: 1_000_000),
        TownAccount(word: "current", number: 2, minimum: -50_000, openingMinorUnits: 40_000),
        TownAccount(word: "rohan", number: 3, openingMinorUnits: 300_000),
        TownAccount(word: "spare", number: 4, openingMinorUnits: 100_000),
        TownAccount(word: "faiz", number: 5, maximum: 400_000, openingMinorUnits: 80_000),
        TownAccount(word: "dollars", number: 6, side: .debit, minimum: nil, currency: .usDollar),
        TownAccount(word: "abroad", number: 7, openingMinorUnits: 60_000, currency: .usDollar),
        TownAccount(
            word: "travel",
            number: 8,
            minimum: -5_000,
            openingMinorUnits: 20_000,
            currency: .usDollar
        ),
        TownAccount(word: "purse", number: 9, openingMinorUnits: 90_000),
    ]
    /// The bank's own accounts, one per currency, as the source and target of money.
    static let ownAccounts = [0, 6]

    /// Returns the bank's own account in a currency.
    static func cash(of currency: Currency) -> AccountID {
        accounts[currency == .usDollar ? 6 : 0].id
    }

    /// The founding grants with operate access, as pairs of a person's and an account's number.
    static let grants = [(0, 1), (0, 2), (0, 7), (1, 3), (1, 4), (2, 1), (2, 3), (3, 8), (3, 9)]
    /// The founding payees, as pairs of a person's and an account's number.
    static let payees = [(0, 3), (0, 5), (0, 8), (1, 1), (2, 5), (2, 4), (3, 3), (3, 5), (3, 7)]

    /// The bank's master key, the same in every run.
    static let masterKey: MasterKey = {
        do {
            return try MasterKey(secret((0..<32).map { UInt8($0) }))
        } catch {
            invariantBroken("a master key has 32 bytes")
        }
    }()

    /// Returns a secret of the given bytes.
    static func secret(_ bytes: [UInt8]) -> SharedSecret { SharedSecret(copying: bytes.span) }

    /// The bank's settings, with cheap password hashes and a transfer limit within reach.
    static var configuration: BankConfiguration {
        var configuration = BankConfiguration(
            passwordCost: cheapHash,
            transferLimits: [transferLimit]
        )
        configuration.hashPlace = .callersThread
        configuration.limits = .unlimited
        configuration.dayLimits = .unlimited
        return configuration
    }

    static let cheapHash: Scrypt.Parameters = {
        do {
            return try Scrypt.Parameters(n: 2, r: 1, p: 1)
        } catch {
            invariantBroken("these parameters are allowed")
        }
    }()

    /// The books on the town's first day, made once by the real bank.
    static let books = founded(on: MemoryDisk(epoch: 1))

    /// Founds the town on an empty disk, and returns its books.
    static func founded(on disk: any BankDisk) -> any BankBackup {
        Host.runAlone(name: "founder", part: "town") { host, time in
            try await found(on: disk, host, time)
        }
        return disk.backup()
    }

    private static func found(on disk: any BankDisk, _ host: Host, _ time: WorldTime) async throws {
        let store = try disk.open(SyncEachCommit())
        let bank = Bank(
            store: store,
            masterKey: masterKey,
            clock: SimulatedBankClock(host: host, world: time, offset: Cell(0)),
            random: SeededBankRandom(dice: Dice(seed: 0, part: "town")),
            log: NoLog(),
            configuration: configuration
        )
        for person in people {
            _ = try await bank.addUser(
                NewUser(
                    id: person.id,
                    name: person.name,
                    displayName: person.name.uppercased(),
                    role: person.role,
                    password: secret(Array(password.utf8)),
                    totpSecret: secret(person.totpSecret)
                )
            )
        }
        for account in accounts { try await bank.openAccount(account.opening) }
        for (person, account) in grants {
            try await bank.grantAccess(.operate, to: accounts[account].id, for: people[person].id)
        }
        for (person, account) in payees {
            let name = "\(accounts[account].word) (known)"
            try await bank.addPayee(accounts[account].id, named: name, for: people[person].id)
        }
        _ = try await bank.post(accounts.filter { $0.openingMinorUnits > 0 }.map(\.deposit))
        try await bank.rotateSigningKey()
        disk.crash()
    }
}

extension Town.TownAccount {
    /// The request that opens the account.
    fileprivate var opening: NewAccount {
        NewAccount(
            opening: AccountOpening(
                id: id,
                currency: currency,
                normalBalance: side,
                limits: AccountLimits(minimumBalance: minimum, maximumBalance: maximum)
            ),
            profile: AccountProfile(
                number: accountNumber,
                branchCode: Town.branchCode,
                holder: word,
                product: "Savings"
            )
        )
    }

    /// The posting of the account's opening balance.
    var deposit: Posting {
        let transfer = Transfer(
            id: TransferID(rawValue: UInt128(10 + number)),
            debitAccountID: Town.cash(of: currency),
            creditAccountID: id,
            amount: Money(minorUnits: openingMinorUnits, currency: currency),
            code: TransferCode.deposit.rawValue,
            valueDate: ZoneOffset.india.date(of: WorldTime.start),
            eventAt: WorldTime.start
        )
        return Posting(
            journal: Journal(id: JournalID(rawValue: UInt128(10 + number)), transfers: [transfer]),
            narratives: [
                Narrative(shownToDebtor: word, shownToCreditor: "cash", reference: "opening")
            ]
        )
    }
}

/// A log that discards everything, because the simulator judges answers and not logs.
struct NoLog: BankLog {
    func note(_ entry: BankLogEntry) {}
}
