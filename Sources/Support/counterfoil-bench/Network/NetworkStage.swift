import Glibc
import BankDaemon
import Certificates
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerHTTP
import LedgerService
import LedgerStoreSQLite
import Logging
import SyncCore
import WireProtocol

/// The real bank behind the real server with TLS on loopback, and customers with two accounts each.
///
/// Password hashes are cheap and rates unlimited, because neither is measured.
struct NetworkStage: Sendable {
    /// A user with two accounts.
    struct Customer: Sendable {
        let id: UserID
        let user: BenchUser
        let accounts: [AccountID]
    }

    /// Opening balance of each account of a customer.
    static let fundingMinorUnits: Int64 = 1_000_000_000_000
    /// The bank's account from which all money comes.
    static let cash = AccountID(rawValue: 1)

    /// Limits that allow all clients from one address and for few customers.
    private static var limits: ServerLimits {
        var limits = ServerLimits()
        let count = 65_536
        limits.connectionCount = count
        limits.connectionCountOfPeer = count
        limits.arrivalCountFloor = count
        limits.connectionCountOfUser = count
        limits.connectionCountOfSession = count
        return limits
    }

    let folder: String
    let bank: Bank
    private let store: LedgerStoreSQLite
    let clock = BenchClock()
    let customers: [Customer]
    private let server: BankServer

    /// The first of the customers.
    var customer: Customer { customers[0] }

    /// Creates the bank with its customers, one at least, in an empty folder of a name.
    init(_ name: String, in work: WorkFolder, customerCount: Int) async throws {
        folder = try work.makeFolder(name)
        store = try LedgerStoreSQLite(path: "\(folder)/ledger.sqlite")
        var configuration = BankConfiguration(limits: .unlimited)
        configuration.dayLimits = .unlimited
        configuration.passwordCost = .weakForTests
        bank = try Bank(store, clock: clock, configuration: configuration)
        let tls = TLSFolder(path: folder)
        try tls.makeAuthority(named: "Bench", now: clock.now())
        try tls.issueServer(
            names: [AlternativeName("localhost")].compactMap(\.self),
            now: clock.now()
        )
        server = try BankServer(
            bank: bank,
            settings: ServerSettings(
                address: ServerSettings.Address(host: "127.0.0.1", port: 0),
                tls: ServerSettings.TLSFiles(
                    certificatePath: tls.serverPath,
                    keyPath: tls.serverKeyPath,
                    clientAuthorityPath: nil
                ),
                limits: Self.limits
            ),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        )
        var customers: [Customer] = []
        try await BenchBank.open(Self.cash, side: .debit, in: bank)
        for number in 1...customerCount {
            customers.append(try await Self.customer(number, in: bank, clock))
        }
        self.customers = customers
    }

    /// Serves the bank while a body runs, and closes its books.
    func serving<Value: Sendable>(
        _ body: @Sendable (BankAddress) async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [server] in try await server.run() }
            let port = try await server.boundAddresses().port
            let address = BankAddress(
                port: port,
                authorityPath: TLSFolder(path: folder).authorityPath
            )
            let value = try await body(address)
            group.cancelAll()
            // The server was told to stop, and its result is irrelevant.
            while await group.nextResult() != nil {}
            try store.close()
            return value
        }
    }

    /// Signs a customer in without a console.
    func signIn(_ customer: Customer) async throws -> SignInReply {
        try await customer.user.signIn(at: clock.now(), over: InProcessLink(bank: bank))
    }

    /// Returns the references of all customers' transfers, in the order of booking.
    func bookedReferences() async throws -> [String] {
        var references: [String] = []
        try await bank.exportJournals { transfer in
            if transfer.reference.hasPrefix("customer") { references.append(transfer.reference) }
        }
        return references
    }

    private static func customer(
        _ number: Int,
        in bank: Bank,
        _ clock: BenchClock
    ) async throws -> Customer {
        let secret = SecureRandom.bytes(20)
        let user = BenchUser(
            name: "customer\(number)",
            password: "a long walk by the river",
            authenticator: try OTPAuthURI(
                issuer: "Bench",
                accountName: "customer\(number)",
                secret: secret,
                totp: .standard
            )
        )
        let id = try await bank.addUser(
            NewUser(
                name: user.name,
                displayName: "Customer \(number)",
                role: .customer,
                password: SharedSecret(copying: Array(user.password.utf8).span),
                totpSecret: SharedSecret(copying: secret.span)
            )
        )
        var accounts: [AccountID] = []
        for place in 0..<2 {
            let account = AccountID(rawValue: UInt128(number * 2 + place) << 64)
            try await BenchBank.open(account, side: .credit, in: bank)
            try await bank.grantAccess(.operate, to: account, for: id)
            accounts.append(account)
        }
        let postings = accounts.map {
            BenchBank.posting(from: cash, to: $0, fundingMinorUnits, at: clock.now())
        }
        try await bank.postAll(postings)
        return Customer(id: id, user: user, accounts: accounts)
    }
}
