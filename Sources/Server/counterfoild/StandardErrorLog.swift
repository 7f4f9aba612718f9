import LedgerService
import ProgramOutput

/// Tells what the bank notes to whoever runs a command.
struct StandardErrorLog: BankLog {
    func note(_ entry: BankLogEntry) {
        StandardStream.writeError(
            "counterfoild: \(entry.event.rawValue) \(entry.incident) \(entry.text)\n"
        )
    }
}
