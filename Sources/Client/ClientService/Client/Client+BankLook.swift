import CoreVocabulary

extension Client {
    /// Probes the bank if somebody waits for it.
    func lookForBank(at now: Instant) async {
        guard bankLook.isWanted else { return }
        if let last = bankLook.askedAt, now < last.adding(seconds: BankLook.pauseSeconds) { return }
        bankLook.askedAt = now
        let number = session?.context.number
        let isReachable = await BankLook.isServed(by: environment)
        // Meanwhile an attempt to sign in may have found out, and later than this look began.
        guard session?.context.number == number, bankLook.isWanted, bankLook.askedAt == now else {
            return
        }
        guard isReachable != bankLook.isReachable else { return }
        // It is looked for on and on: a bank that is there again may go again.
        bankLook.isReachable = isReachable
        await emitStatus()
    }
}
