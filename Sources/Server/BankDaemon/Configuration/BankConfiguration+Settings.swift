import IdentityCore
package import LedgerService
package import LedgerStoreSQLite
import MoneyCore

extension BankConfiguration {
    /// Creates the bank's configuration from the settings.
    package init(_ settings: DaemonConfiguration) {
        self.init(
            zone: settings.zone,
            hashConcurrency: settings.integer(.passwordsHashedAtOnce),
            requiresTerminalForStaff: settings.flag(.tlsRequireTerminals),
            limits: RateLimits(settings)
        )
        // Some connections are always left for short requests.
        let mostWaits = WaitLimits.most(ofConnections: settings.integer(.limitConnections))
        waits = WaitLimits(
            ofPeer: min(settings.integer(.limitAddressStreams), mostWaits),
            ofBank: min(settings.integer(.limitStreams), mostWaits)
        )
        waits.ofUser = settings.integer(.limitUserStreams)
        waits.ofSession = settings.integer(.limitSessionStreams)
        func seconds(_ setting: Setting) -> Int64 { Int64(settings.integer(setting)) * 3_600 }
        terms.customerSessionSeconds = seconds(.sessionCustomer)
        terms.staffSessionSeconds = seconds(.sessionStaff)
        terms.customerLeaseSeconds = seconds(.leaseCustomer)
        terms.staffLeaseSeconds = seconds(.leaseStaff)
        let days = Int64(settings.integer(.bankPause))
        longestPauseDays = days > 0 ? days : nil
        dayLimits = DayLimits(settings)
    }
}

extension DayLimits {
    /// Number of minor units in a rupee.
    static let paisePerRupee: Int64 = 100

    /// Creates the limits from the settings in rupees; other currencies keep the standard.
    init(_ settings: DaemonConfiguration) {
        self = .standard
        let roles: [(Role, Setting)] = [
            (.customer, .limitCustomerDay), (.teller, .limitTellerDay),
            (.supervisor, .limitSupervisorDay),
        ]
        for (role, setting) in roles {
            let rupees = Int64(settings.integer(setting))
            self[role, .indianRupee] =
                rupees > 0
                ? Money(minorUnits: rupees * Self.paisePerRupee, currency: .indianRupee) : nil
        }
    }
}

extension RateLimits {
    /// Creates the rates from the settings; the bursts keep the standard.
    init(_ settings: DaemonConfiguration) {
        self = .standard
        let limits: [(LimitKey.Budget, Setting)] = [
            (.requestsOfAddress, .limitAddress), (.signInsOfAddress, .limitSignIns),
            (.requestsOfUser, .limitUser), (.bulkReadsOfUser, .limitBulkReads),
            (.transfersOfUser, .limitUserTransfers), (.transfersOfAccount, .limitAccountTransfers),
            (.consolesOfUser, .limitConsoles),
        ]
        for (budget, setting) in limits {
            let perMinute = Int64(settings.integer(setting))
            let burst = self[budget]?.burst ?? perMinute
            self[budget] = perMinute > 0 ? RateLimit(burst: burst, perMinute: perMinute) : nil
        }
    }
}

extension LedgerStoreSQLite.Options {
    /// Creates the options for a server's books from the settings.
    package init(_ settings: DaemonConfiguration) {
        self.init(cacheMebibytes: settings.integer(.booksCache))
    }
}
