import Certificates
package import LedgerService
import LedgerStoreSQLite

extension DaemonError {
    /// Creates the error that a command reports for any error.
    package init(of error: any Error) {
        switch error {
        case let error as DaemonError: self = error
        case let error as BankError: self.init(of: error)
        case let error as BankUnready: self.init(error.description, .unavailable)
        case let error as LedgerStoreError: self.init(error.message, .unavailable)
        case let error as MasterKeyError: self.init(error.description, .unavailable)
        case let error as CertificateError: self.init(error.description, .unavailable)
        case is CancellationError: self.init("The server is stopping.", .tryLater)
        default: self.init("Something failed that never should: \(error)", .software)
        }
    }

    /// Creates the error that a command reports for a refusal of the bank.
    package init(of error: BankError) {
        switch error.code {
        case .userUnknown: self.init(error.description, .noUser)
        case .transferUnknown, .accountUnknown: self.init(error.description, .noInput)
        case .clockWasSet, .clockBehindBooks, .clockFarAheadOfBooks:
            self.init(error.description, .tryLater)
        default: self.init(error.description, .badData)
        }
    }
}
