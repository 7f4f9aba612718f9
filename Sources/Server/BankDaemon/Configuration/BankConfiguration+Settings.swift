import IdentityCore
public import LedgerService

extension BankConfiguration {
    /// What the settings say about the bank itself.
    public init(_ settings: DaemonConfiguration) {
        self.init(
            zone: settings.zone,
            hashConcurrency: settings.integer(.passwordsHashedAtOnce),
            requiresTerminalForStaff: settings.flag(.tlsRequireTerminals),
            limits: RateLimits(settings)
        )
        func seconds(_ setting: Setting) -> Int64 { Int64(settings.integer(setting)) * 3_600 }
        terms.customerSessionSeconds = seconds(.sessionCustomer)
        terms.staffSessionSeconds = seconds(.sessionStaff)
        terms.customerLeaseSeconds = seconds(.leaseCustomer)
        terms.staffLeaseSeconds = seconds(.leaseStaff)
    }
}

extension RateLimits {
    /// What the settings say about how often; how often at once is as usual.
    init(_ settings: DaemonConfiguration) {
        func limit(_ setting: Setting, like standard: RateLimit?) -> RateLimit? {
            let perMinute = Int64(settings.integer(setting))
            guard perMinute > 0 else { return nil }
            return RateLimit(burst: standard?.burst ?? perMinute, perMinute: perMinute)
        }
        let standard = RateLimits.standard
        self.init(
            requestsOfAddress: limit(.limitAddress, like: standard.requestsOfAddress),
            signInsOfAddress: limit(.limitSignIns, like: standard.signInsOfAddress),
            requestsOfUser: limit(.limitUser, like: standard.requestsOfUser),
            bulkReadsOfUser: limit(.limitBulkReads, like: standard.bulkReadsOfUser),
            transfersOfUser: limit(.limitUserTransfers, like: standard.transfersOfUser),
            transfersOfAccount: limit(.limitAccountTransfers, like: standard.transfersOfAccount),
            consolesOfUser: limit(.limitConsoles, like: standard.consolesOfUser)
        )
    }
}
