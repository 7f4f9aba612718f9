import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import ProgramOutput

extension Bank {
    /// Opens a demo's bank inside the console's process, with new books if there are none.
    ///
    /// If they are opened read only, another process may have them open at the same time.
    static func demo(
        folder: StateFolder,
        zone: ZoneOffset,
        isReadOnly: Bool = false
    ) throws -> Bank {
        // The key comes first, because books must never be created without their key.
        let key = try MasterKey(folder.masterKey())
        let path = folder.booksPath
        let store = try CommandFailure.translating(.unavailable) { () -> any LedgerStore in
            isReadOnly ? try LedgerBooksReader(path: path) : try LedgerStoreSQLite(path: path)
        }
        return Bank(
            store: store,
            masterKey: key,
            clock: SystemClock(),
            random: SystemRandom(),
            log: StandardErrorLog(),
            // The passwords of a fixture are public in its files. A costly hash would protect
            // nothing, and would delay the first screen for every person.
            configuration: BankConfiguration(zone: zone, passwordCost: .weakForTests)
        )
    }
}

extension SystemClock: BankClock {}

/// Random number generator of the operating system.
struct SystemRandom: BankRandom {
    func bytes(_ count: Int) -> [UInt8] {
        SecureRandom.bytes(count)
    }
}

/// Writes the bank's log to standard error, unless that is the terminal.
///
/// On the terminal it would overwrite the screen, which already shows that a request failed.
struct StandardErrorLog: BankLog {
    func note(_ entry: BankLogEntry) {
        guard isatty(STDERR_FILENO) == 0 else { return }
        let event = "\(entry.event.rawValue) \(entry.incident)"
        StandardStream.writeError("\(event) \(entry.text)\n")
    }
}
