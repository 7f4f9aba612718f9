import Certificates
import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore

/// The settings of the daemon, one case each.
///
/// The raw value is the table and the key in `counterfoil.toml`, joined by a dot. In the
/// environment, `listen.port` is `COUNTERFOILD_LISTEN_PORT`.
public enum Setting: String, Hashable, Sendable, CaseIterable {
    /// The bank's name for people and authenticators.
    case bankName = "bank.name"
    /// The UTC offset in which the bank counts its days, in minutes.
    case bankUTCOffset = "bank.utc_offset_minutes"
    /// Longest pause after which the clock need not be confirmed, in days.
    case bankPause = "bank.longest_pause_days"
    /// The address at which consoles connect.
    case listenHost = "listen.host"
    /// The port at which consoles connect.
    case listenPort = "listen.port"
    /// The path of the Unix socket for consoles on this host.
    case listenSocket = "listen.socket"
    /// The local port for health and metrics.
    case listenStatusPort = "listen.status_port"
    /// The path of the server's certificate.
    case tlsCertificate = "tls.certificate"
    /// The path of the server's key.
    case tlsKey = "tls.key"
    /// The path of the authority's certificate that signs those of terminals.
    case tlsAuthority = "tls.authority"
    /// The names for which a new server certificate is issued.
    case tlsNames = "tls.names"
    /// The rule that staff may only sign in from terminals with a certificate.
    case tlsRequireTerminals = "tls.require_terminals_for_staff"
    /// Maximum duration of a customer's session, in hours.
    case sessionCustomer = "sessions.customer_hours"
    /// Maximum duration of a staff session, in hours.
    case sessionStaff = "sessions.staff_hours"
    /// Duration of the lease of a customer's console, in hours.
    case leaseCustomer = "sessions.customer_lease_hours"
    /// Duration of the lease of a staff console, in hours.
    case leaseStaff = "sessions.staff_lease_hours"
    /// Maximum number of connections at a time.
    case limitConnections = "limits.connections"
    /// Maximum number of connections from one address.
    case limitAddressConnections = "limits.connections_of_address"
    /// Maximum number of connections of one user.
    case limitUserConnections = "limits.connections_of_user"
    /// Maximum number of connections of one session.
    case limitSessionConnections = "limits.connections_of_session"
    /// Maximum number of streams and long polls at a time.
    case limitStreams = "limits.streams"
    /// Maximum number of streams and long polls from one address.
    case limitAddressStreams = "limits.streams_of_address"
    /// Maximum number of streams and long polls of one user.
    case limitUserStreams = "limits.streams_of_user"
    /// Maximum number of streams and long polls of one session.
    case limitSessionStreams = "limits.streams_of_session"
    /// Sign-ins per minute from one address.
    case limitSignIns = "limits.sign_ins_of_address_per_minute"
    /// Requests per minute from one address.
    case limitAddress = "limits.requests_of_address_per_minute"
    /// Requests per minute by one user.
    case limitUser = "limits.requests_of_user_per_minute"
    /// Requests for many records per minute by one user.
    case limitBulkReads = "limits.bulk_reads_of_user_per_minute"
    /// Transfers per minute by one user.
    case limitUserTransfers = "limits.transfers_of_user_per_minute"
    /// Transfers per minute out of one account.
    case limitAccountTransfers = "limits.transfers_of_account_per_minute"
    /// New consoles per minute of one user.
    case limitConsoles = "limits.new_consoles_of_user_per_minute"
    /// Amount that a customer may move in a day, in rupees.
    case limitCustomerDay = "limits.rupees_of_customer_per_day"
    /// Amount that a teller may move in a day, in rupees.
    case limitTellerDay = "limits.rupees_of_teller_per_day"
    /// Amount that a supervisor may move in a day, in rupees.
    case limitSupervisorDay = "limits.rupees_of_supervisor_per_day"
    /// Number of passwords hashed concurrently.
    case passwordsHashedAtOnce = "passwords.hashed_at_once"
    /// Memory for the page cache of the books, in mebibytes.
    case booksCache = "books.cache_mebibytes"
    /// Time for which a stop waits for open requests, in seconds.
    case stopSeconds = "stop.drain_seconds"
    /// The lowest level of messages that are logged.
    case logLevel = "log.level"

    /// The setting's table in the file.
    var table: String { String(rawValue.prefix { $0 != "." }) }
    /// The setting's key in its table.
    var key: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

    /// The name of the setting's environment variable.
    public var environmentName: String {
        Self.environmentPrefix
            + rawValue.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// Prefix of the names of all environment variables.
    static let environmentPrefix = "COUNTERFOILD_"

    private static func hours(_ seconds: Int64) -> Int { Int(seconds / 3_600) }
    private static func perMinute(_ limit: RateLimit?) -> Int { Int(limit?.perMinute ?? 0) }

    private static func rupees(_ role: Role) -> Int {
        let limit = DayLimits.standard[role, .indianRupee]?.minorUnits ?? 0
        return Int(limit / DayLimits.paisePerRupee)
    }

    /// The type and range of the setting's value.
    var kind: SettingKind {
        switch self {
        case .bankName: .shownName
        case .listenHost, .tlsCertificate, .tlsKey: .text(mayBeEmpty: false)
        case .listenSocket, .tlsAuthority: .text(mayBeEmpty: true)
        case .bankUTCOffset: .integer(ZoneOffset.bankMinutes, unit: "minutes")
        case .bankPause: .integer(0...36_500, unit: "days; 0 for no limit")
        case .listenPort, .listenStatusPort: .integer(0...65_535, unit: "")
        case .tlsNames: .hostNames
        case .tlsRequireTerminals: .boolean
        case .sessionCustomer, .sessionStaff: .integer(1...24, unit: "hours")
        case .leaseCustomer, .leaseStaff: .integer(1...720, unit: "hours")
        case .limitConnections: .integer(4...65_536, unit: "")
        case .limitAddressConnections, .limitUserConnections, .limitSessionConnections,
            .limitStreams, .limitAddressStreams, .limitUserStreams, .limitSessionStreams:
            .integer(1...65_536, unit: "")
        case .limitSignIns, .limitAddress, .limitUser, .limitBulkReads, .limitUserTransfers,
            .limitAccountTransfers, .limitConsoles:
            .integer(0...1_000_000, unit: "a minute; 0 for no limit")
        case .limitCustomerDay, .limitTellerDay, .limitSupervisorDay:
            .integer(0...1_000_000_000_000, unit: "rupees; 0 for no limit")
        case .passwordsHashedAtOnce: .integer(1...64, unit: "")
        case .booksCache: .integer(4...65_536, unit: "MiB")
        case .stopSeconds: .integer(1...600, unit: "seconds")
        case .logLevel:
            .word(["trace", "debug", "info", "notice", "warning", "error", "critical"])
        }
    }

    /// The default value of the setting.
    var standard: SettingValue {
        switch self {
        case .bankName: .text("Counterfoil")
        case .bankUTCOffset: .integer(330)
        case .bankPause: .integer(90)
        case .listenHost: .text("127.0.0.1")
        case .listenPort: .integer(8_443)
        case .listenSocket: .text("console.sock")
        case .listenStatusPort: .integer(8_444)
        case .tlsCertificate: .text("tls/server.pem")
        case .tlsKey: .text("tls/server.key")
        case .tlsAuthority: .text("tls/ca.pem")
        case .tlsNames: .list(["localhost", "127.0.0.1", "::1"])
        case .tlsRequireTerminals: .boolean(false)
        case .sessionCustomer: .integer(Self.hours(SessionTerms().customerSessionSeconds))
        case .sessionStaff: .integer(Self.hours(SessionTerms().staffSessionSeconds))
        case .leaseCustomer: .integer(Self.hours(SessionTerms().customerLeaseSeconds))
        case .leaseStaff: .integer(Self.hours(SessionTerms().staffLeaseSeconds))
        case .limitConnections: .integer(StandardConnections.count)
        case .limitAddressConnections: .integer(StandardConnections.countOfPeer)
        case .limitUserConnections: .integer(StandardConnections.countOfUser)
        case .limitSessionConnections: .integer(StandardConnections.countOfSession)
        case .limitStreams: .integer(WaitLimits().ofBank)
        case .limitAddressStreams: .integer(WaitLimits().ofPeer)
        case .limitUserStreams: .integer(WaitLimits().ofUser)
        case .limitSessionStreams: .integer(WaitLimits().ofSession)
        case .limitSignIns: .integer(Self.perMinute(RateLimits.standard[.signInsOfAddress]))
        case .limitAddress: .integer(Self.perMinute(RateLimits.standard[.requestsOfAddress]))
        case .limitUser: .integer(Self.perMinute(RateLimits.standard[.requestsOfUser]))
        case .limitBulkReads: .integer(Self.perMinute(RateLimits.standard[.bulkReadsOfUser]))
        case .limitUserTransfers: .integer(Self.perMinute(RateLimits.standard[.transfersOfUser]))
        case .limitAccountTransfers:
            .integer(Self.perMinute(RateLimits.standard[.transfersOfAccount]))
        case .limitConsoles: .integer(Self.perMinute(RateLimits.standard[.consolesOfUser]))
        case .limitCustomerDay: .integer(Self.rupees(.customer))
        case .limitTellerDay: .integer(Self.rupees(.teller))
        case .limitSupervisorDay: .integer(Self.rupees(.supervisor))
        case .passwordsHashedAtOnce: .integer(2)
        case .booksCache: .integer(LedgerStoreSQLite.Options.standardCacheMebibytes)
        case .stopSeconds: .integer(StandardConnections.drainSeconds)
        case .logLevel: .text("info")
        }
    }

    /// The description of the setting for the file.
    var help: String {
        switch self {
        case .bankName: "What authenticators and people see as the bank's name."
        case .bankUTCOffset: "Where the bank counts its days: minutes east of UTC; India is 330."
        case .bankPause:
            "After a longer pause the clock is confirmed with `serve --accept-clock` before "
                + "anything is booked."
        case .listenHost: "The address for consoles; \"0.0.0.0\" or \"::\" for every network."
        case .listenPort: "The port for consoles; 0 for any that is free."
        case .listenSocket:
            "The Unix socket for consoles on this host, in this folder; \"\" for none."
        case .listenStatusPort:
            "The port of 127.0.0.1 for /healthz, /readyz and /metrics; 0 for none."
        case .tlsCertificate: "The server's certificate, and those between it and its authority."
        case .tlsKey: "The key of the certificate."
        case .tlsAuthority:
            "Who signs the certificates of branch terminals; \"\" where there are none."
        case .tlsNames:
            "What `counterfoild keys rotate --tls` issues the certificate for; the host's own name "
                + "is added."
        case .tlsRequireTerminals:
            "Whether staff sign in only from terminals with a certificate of the authority."
        case .sessionCustomer: "How long a customer's session lasts at most."
        case .sessionStaff: "How long a session of staff lasts at most."
        case .leaseCustomer:
            "How long a customer's console may show what it holds without this bank."
        case .leaseStaff: "The same for staff: a branch works through an outage that long."
        case .limitConnections:
            "Connections at a time on one listener; when all are taken, one on which nothing is under "
                + "way makes room, or the new one is closed."
        case .limitAddressConnections:
            "Of these from one address, or one account over the Unix socket; a branch has one."
        case .limitUserConnections: "Of these for requests of one user."
        case .limitSessionConnections: "Of these for requests of one session."
        case .limitStreams:
            "Streams and long polls at a time, never more than three quarters of the connections: "
                + "the others are for requests that end soon."
        case .limitAddressStreams: "Of these from one address, or one account; more are refused."
        case .limitUserStreams: "Of these of one user; one more ends the oldest."
        case .limitSessionStreams: "Of these of one session; one more ends the oldest."
        case .limitSignIns: "Sign-ins a minute from one address; 0 for no limit, as below."
        case .limitAddress: "Requests of any kind a minute from one address."
        case .limitUser: "Requests of any kind a minute by one user."
        case .limitBulkReads: "Requests for many records at once a minute by one user."
        case .limitUserTransfers:
            "Transfers a minute by one user, made or taken back; those that waited for the line "
                + "may come at once."
        case .limitAccountTransfers: "Transfers a minute out of one account, whoever makes them."
        case .limitConsoles: "Consoles of one user a minute that were never seen before."
        case .limitCustomerDay: "Rupees that one customer may move in a day of the bank."
        case .limitTellerDay: "Rupees that one teller may move in a day, out of any account."
        case .limitSupervisorDay:
            "Rupees that one supervisor may move in a day, out of any account."
        case .passwordsHashedAtOnce:
            "Sign-ins whose passwords are hashed side by side, 32 MiB each."
        case .booksCache:
            "Memory for pages of the books in MiB; small books take what they need, a million "
                + "accounts that all move about 500."
        case .stopSeconds: "How long a stop waits for requests that are under way."
        case .logLevel: "The least important messages that are logged."
        }
    }
}

extension Setting {
    /// The default of a numeric setting; 0 for any other setting.
    public var standardNumber: Int {
        if case .integer(let number) = standard { number } else { 0 }
    }
}
