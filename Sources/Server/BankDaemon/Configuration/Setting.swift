import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore

/// The settings of the daemon, one case each.
///
/// The raw value is the table and the key in `counterfoil.toml`, joined by a dot. In the
/// environment, `listen.port` is `COUNTERFOILD_LISTEN_PORT`. ``help`` tells what each is for.
package enum Setting: String, Hashable, Sendable, CaseIterable {
    case bankName = "bank.name"
    case bankUTCOffset = "bank.utc_offset_minutes"
    case bankPause = "bank.longest_pause_days"
    case listenHost = "listen.host"
    case listenPort = "listen.port"
    case listenSocket = "listen.socket"
    case listenStatusPort = "listen.status_port"
    case tlsCertificate = "tls.certificate"
    case tlsKey = "tls.key"
    case tlsAuthority = "tls.authority"
    case tlsNames = "tls.names"
    case tlsRequireTerminals = "tls.require_terminals_for_staff"
    case sessionCustomer = "sessions.customer_hours"
    case sessionStaff = "sessions.staff_hours"
    case leaseCustomer = "sessions.customer_lease_hours"
    case leaseStaff = "sessions.staff_lease_hours"
    case limitConnections = "limits.connections"
    case limitAddressConnections = "limits.connections_of_address"
    case limitUserConnections = "limits.connections_of_user"
    case limitSessionConnections = "limits.connections_of_session"
    case limitStreams = "limits.streams"
    case limitAddressStreams = "limits.streams_of_address"
    case limitUserStreams = "limits.streams_of_user"
    case limitSessionStreams = "limits.streams_of_session"
    case limitSignIns = "limits.sign_ins_of_address_per_minute"
    case limitAddress = "limits.requests_of_address_per_minute"
    case limitUser = "limits.requests_of_user_per_minute"
    case limitBulkReads = "limits.bulk_reads_of_user_per_minute"
    case limitUserTransfers = "limits.transfers_of_user_per_minute"
    case limitAccountTransfers = "limits.transfers_of_account_per_minute"
    case limitConsoles = "limits.new_consoles_of_user_per_minute"
    case limitCustomerDay = "limits.rupees_of_customer_per_day"
    case limitTellerDay = "limits.rupees_of_teller_per_day"
    case limitSupervisorDay = "limits.rupees_of_supervisor_per_day"
    case passwordsHashedAtOnce = "passwords.hashed_at_once"
    case booksCache = "books.cache_mebibytes"
    case stopSeconds = "stop.drain_seconds"
    case logLevel = "log.level"

    /// The setting's table in the file.
    var table: String { String(rawValue.prefix { $0 != "." }) }
    /// The setting's key in its table.
    var key: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

    /// The name of the setting's environment variable.
    package var environmentName: String {
        Self.environmentPrefix + rawValue.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// Prefix of the names of all environment variables.
    static let environmentPrefix = "COUNTERFOILD_"

    /// The type and range of the setting's value.
    var kind: SettingKind { form.kind }

    /// The default value of the setting.
    var standard: SettingValue { form.standard }

    private typealias Form = (kind: SettingKind, standard: SettingValue)

    private var form: Form {
        switch self {
        case .bankName: (.shownName, .text("Counterfoil"))
        case .bankUTCOffset: Self.number(330, in: ZoneOffset.bankMinutes, "minutes")
        case .bankPause: Self.number(90, in: 0...36_500, "days; 0 for no limit")
        case .listenHost: (.text(mayBeEmpty: false), .text("127.0.0.1"))
        case .listenPort: Self.number(8_443, in: 0...65_535)
        case .listenSocket: (.text(mayBeEmpty: true), .text("console.sock"))
        case .listenStatusPort: Self.number(8_444, in: 0...65_535)
        case .tlsCertificate: (.text(mayBeEmpty: false), .text("tls/server.pem"))
        case .tlsKey: (.text(mayBeEmpty: false), .text("tls/server.key"))
        case .tlsAuthority: (.text(mayBeEmpty: true), .text("tls/ca.pem"))
        case .tlsNames: (.hostNames, .list(["localhost", "127.0.0.1", "::1"]))
        case .tlsRequireTerminals: (.boolean, .boolean(false))
        case .sessionCustomer: Self.hours(of: \.customerSessionSeconds, through: 24)
        case .sessionStaff: Self.hours(of: \.staffSessionSeconds, through: 24)
        case .leaseCustomer: Self.hours(of: \.customerLeaseSeconds, through: 720)
        case .leaseStaff: Self.hours(of: \.staffLeaseSeconds, through: 720)
        case .limitConnections: Self.number(StandardConnections.count, in: 4...65_536)
        case .limitAddressConnections: Self.number(StandardConnections.countOfPeer)
        case .limitUserConnections: Self.number(StandardConnections.countOfUser)
        case .limitSessionConnections: Self.number(StandardConnections.countOfSession)
        case .limitStreams: Self.number(WaitLimits().ofBank)
        case .limitAddressStreams: Self.number(WaitLimits().ofPeer)
        case .limitUserStreams: Self.number(WaitLimits().ofUser)
        case .limitSessionStreams: Self.number(WaitLimits().ofSession)
        case .limitSignIns: Self.perMinute(.signInsOfAddress)
        case .limitAddress: Self.perMinute(.requestsOfAddress)
        case .limitUser: Self.perMinute(.requestsOfUser)
        case .limitBulkReads: Self.perMinute(.bulkReadsOfUser)
        case .limitUserTransfers: Self.perMinute(.transfersOfUser)
        case .limitAccountTransfers: Self.perMinute(.transfersOfAccount)
        case .limitConsoles: Self.perMinute(.consolesOfUser)
        case .limitCustomerDay: Self.rupees(of: .customer)
        case .limitTellerDay: Self.rupees(of: .teller)
        case .limitSupervisorDay: Self.rupees(of: .supervisor)
        case .passwordsHashedAtOnce: Self.number(2, in: 1...64)
        case .booksCache:
            Self.number(LedgerStoreSQLite.Options.standardCacheMebibytes, in: 4...65_536, "MiB")
        case .stopSeconds: Self.number(StandardConnections.drainSeconds, in: 1...600, "seconds")
        case .logLevel:
            (
                .word(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
                .text("info")
            )
        }
    }

    private static func number(
        _ standard: Int,
        in range: ClosedRange<Int> = 1...65_536,
        _ unit: String = ""
    ) -> Form {
        (.integer(range, unit: unit), .integer(standard))
    }

    private static func hours(of seconds: KeyPath<SessionTerms, Int64>, through most: Int) -> Form {
        number(Int(SessionTerms()[keyPath: seconds] / 3_600), in: 1...most, "hours")
    }

    private static func perMinute(_ budget: LimitKey.Budget) -> Form {
        let standard = Int(RateLimits.standard[budget]?.perMinute ?? 0)
        return number(standard, in: 0...1_000_000, "a minute; 0 for no limit")
    }

    private static func rupees(of role: Role) -> Form {
        let limit = DayLimits.standard[role, .indianRupee]?.minorUnits ?? 0
        let standard = Int(limit / DayLimits.paisePerRupee)
        return number(standard, in: 0...1_000_000_000_000, "rupees; 0 for no limit")
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
    package var standardNumber: Int {
        if case .integer(let number) = standard { number } else { 0 }
    }
}
