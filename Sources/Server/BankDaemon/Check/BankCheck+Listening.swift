import LedgerService

extension BankCheck {
    /// The settings of where the server listens with which it would not start; nothing is listened at.
    ///
    /// A name that cannot be looked up at this moment is no wrong setting, and noted alone.
    func checkListening(_ report: inout Report) async {
        let refusals = await HashThread.run { [configuration] in
            [
                Self.refusal { () throws(DaemonError) in try configuration.requireOwnPorts() },
                // A name may have to be asked for elsewhere, which takes its time.
                Self.refusal { () throws(DaemonError) in try configuration.requireOwnHost() },
            ].compactMap(\.self)
        }
        for refusal in refusals {
            switch refusal.status {
            case .tryLater: report.notes.append(refusal.description)
            default: report.findings.append(refusal.description)
            }
        }
    }

    private static func refusal(_ body: () throws(DaemonError) -> Void) -> DaemonError? {
        do {
            try body()
            return nil
        } catch {
            return error
        }
    }
}
