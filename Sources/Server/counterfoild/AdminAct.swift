import BankDaemon
import LedgerService

/// Has an administrative request carried out: by the server that runs, or in this process.
enum AdminAct {
    /// Carries a request out and prints what comes of it.
    static func perform(_ request: AdminRequest, at place: DataOption) async throws {
        let settings = try place.settings()
        var lines = try AdminClient(place.folder).ask(request, progress: show)
        if lines == nil { lines = try await carryOut(request, at: place, settings) }
        StandardStream.write((lines ?? []).map { "\($0)\n" }.joined())
    }

    private static func carryOut(
        _ request: AdminRequest,
        at place: DataOption,
        _ settings: DaemonConfiguration
    ) async throws -> [String] {
        let clock = SystemBankClock()
        let opened = try await OpenedBank.open(
            place.folder,
            configuration: BankConfiguration(settings),
            clock: clock,
            log: StandardErrorLog()
        )
        let desk = AdminDesk(opened, settings: settings, clock: clock)
        let lines = try await desk.carryOut(request, progress: show)
        try opened.close()
        return lines
    }

    private static func show(_ text: String) {
        StandardStream.writeError("\(text)\n")
    }
}
