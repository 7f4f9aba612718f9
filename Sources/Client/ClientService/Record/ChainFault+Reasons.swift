package import CoreVocabulary
package import SyncCore

extension ChainFault {
    /// Creates the fault of a row that cannot be read; sequence 0 stands for any row but an entry.
    package static func unreadable(_ accountID: AccountID, at sequence: Int64 = 0) -> ChainFault {
        ChainFault(accountID: accountID, accountSequence: sequence, reason: .unreadable)
    }

    /// Creates the fault of a readable row that is not the bank's, or not the one written last.
    package static func divergence(_ accountID: AccountID, at sequence: Int64 = 0) -> ChainFault {
        ChainFault(accountID: accountID, accountSequence: sequence, reason: .divergence)
    }
}
