import SystemThreads

extension BankCheck {
    /// Checks the listening settings with which the server would not start, without listening.
    ///
    /// A failed name look-up is not a wrong setting, and only leads to a note.
    func checkListening(_ report: inout Report) async {
        let refusals = await DetachedThread.run { [configuration] in
            [
                Self.refusal { () throws(DaemonError) in try configuration.requireOwnPorts() },
                // A name may have to be resolved over the network, which takes time.
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
