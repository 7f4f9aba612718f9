extension Client {
    /// Signs out: destroys the keys and keeps the queue.
    package func signOut() async {
        endNotice = nil
        guard let ended = await endSession(), let online = ended.online else { return }
        await tellEnd(of: EndingSession(ended, online))
    }

    /// Ends the session here, and tells the listener the status without it.
    @discardableResult
    func endSession() async -> OpenSession? {
        guard let ended = await closeSession() else { return nil }
        await emitStatus()
        return ended
    }

    /// Ends a session for a reason that one of its parts found, unless it is over already.
    func end(_ number: Int, _ reason: SessionEnd) async {
        guard let current = session, current.context.number == number else { return }
        switch reason {
        case .endedByBank(let isCertain): await endByBank(isCertain: isCertain)
        case .wiped(let nonce): await wipe(current, nonce: nonce)
        case .leaseOver: await endLease(current)
        }
    }

    /// Ends the session because the bank has ended it.
    ///
    /// That it is over is told first: a status without it says that the line is being looked for.
    private func endByBank(isCertain: Bool) async {
        isEndUntold = true
        let ended = await closeSession()
        isEndUntold = false
        emit(.signedOut)
        await emitStatus()
        if isCertain, let online = ended?.online { await forget(online) }
    }

    /// Ends a session whose lease is over: its key goes, and all that opens the record.
    private func endLease(_ current: OpenSession) async {
        endNotice = .leaseEnded
        await endSession()
        if let name = current.lease.userName {
            // Found again at the next start, when it does not go now.
            try? await environment.storage.destroyLease(ofUser: name)
        }
        emit(.signedOut)
    }

    /// Forgets the note of a session that the bank has ended.
    func forget(_ ended: OnlineSession) async {
        await ended.begun.notes.forgetEnded(ended.begun.sessionID)
    }

    /// Has the bank end a session that is over here; what the bank has not confirmed is told here.
    func tellEnd(of over: EndingSession) async {
        guard let ending = await leftSessions.end(over) else { return }
        // Whoever has signed in meanwhile is not told of it: that session had the bank end this one,
        // and may be over itself by now.
        guard session == nil, sessionCount == ending.number else { return }
        untoldEnd = ending.untold(atBoottime: environment.clock.boottime())
        if untoldEnd != nil { await emitStatus() }
    }
}
