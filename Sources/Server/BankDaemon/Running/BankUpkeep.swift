package import LedgerService

/// The periodic work of a running bank.
///
/// It finishes an interrupted change of keys, expires pending transfers, stores the audit head
/// outside the books, and destroys the keys of sessions that ended long ago.
package struct BankUpkeep: Sendable {
    /// Interval of the work, in milliseconds; a pending transfer may outlive its expiry by as much.
    package static let intervalMilliseconds: Int64 = 15_000

    private let opened: OpenedBank
    private let desk: AdminDesk
    private let clock: any BankClock
    private let warn: @Sendable (String) -> Void
    private let tell: @Sendable (String) -> Void

    /// Creates the upkeep of an opened bank.
    ///
    /// `warn` receives failures and `tell` completed work, as sentences without names or amounts.
    package init(
        _ opened: OpenedBank,
        desk: AdminDesk,
        clock: any BankClock,
        warn: @escaping @Sendable (String) -> Void,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.opened = opened
        self.desk = desk
        self.clock = clock
        self.warn = warn
        self.tell = tell
    }

    /// Works until its task is cancelled.
    ///
    /// A change of keys takes hours in a large bank, so the rest runs concurrently.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await finishRotation() }
            group.addTask { await lookAgainAndAgain() }
        }
    }

    private func finishRotation() async {
        do {
            for line in try await desk.finishRotation() { tell(line) }
        } catch {
            warn("The change of the master key was not ended: \(DaemonError(of: error))")
        }
    }

    private func lookAgainAndAgain() async {
        while !Task.isCancelled {
            do {
                try await opened.proveAuditHeadKept()
            } catch {
                warn(
                    "The head of the audit log was not kept: \(DaemonError(of: error)) Bookings go "
                        + "on, but the bank is not ready until it is, and would not start again."
                )
            }
            do {
                let count = try await opened.bank.expirePending()
                if count > 0 { tell("\(count) pending transfers ran out of time.") }
                _ = try await opened.bank.destroyEndedKeys()
                try await clock.sleep(milliseconds: Self.intervalMilliseconds)
            } catch is CancellationError {
                return
            } catch {
                warn(
                    "Pending transfers and ended sessions were not looked at: "
                        + "\(DaemonError(of: error))"
                )
                // The next round comes after the usual interval. Sleep only fails by cancellation.
                try? await clock.sleep(milliseconds: Self.intervalMilliseconds)
            }
        }
    }
}
