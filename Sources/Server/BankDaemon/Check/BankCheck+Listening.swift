import LedgerService

extension BankCheck {
    /// The settings of where the server listens with which it would not start; nothing is listened at.
    func checkListening(_ report: inout Report) async {
        let findings = await HashThread.run { [configuration] in
            [
                Self.finding { () throws(DaemonError) in try configuration.requireOwnPorts() },
                // A name may have to be asked for elsewhere, which takes its time.
                Self.finding { () throws(DaemonError) in try configuration.requireOwnHost() },
            ].compactMap(\.self)
        }
        report.findings += findings
    }

    private static func finding(_ body: () throws(DaemonError) -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return error.description
        }
    }
}
