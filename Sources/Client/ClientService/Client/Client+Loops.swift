// The loops live as long as the program. Each looks up the session at the beginning of a turn, and
// works with its parts until the turn is over, whether or not the session is.
extension Client {
    /// Keeps the record and the outbox in agreement with the bank until the task is cancelled.
    ///
    /// Call it once, in a task group of the program; signing in and out goes on beside it.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await self.runFeed() }
            group.addTask { await self.runOutbox() }
            group.addTask { await self.runWatch() }
            group.addTask { await self.runRenewal() }
            group.addTask { await self.runEvidence() }
            await group.waitForAll()
        }
    }

    /// Carries out the state machine's work until the task is cancelled.
    private func runFeed() async {
        while !Task.isCancelled {
            if listener.isStatusStale {
                listener.isStatusStale = false
                await emitStatus()
            }
            if await !stepFeed() { await environment.signals.feed.wait() }
        }
    }

    /// Does one piece of the feed's work; returns false if there is none.
    func stepFeed() async -> Bool {
        // Lowered before looking for work: what comes in from here on interrupts it.
        environment.signals.feed.lower()
        guard let online = session?.online else { return false }
        return await online.loop.step()
    }

    /// Sends what waits until the task is cancelled.
    private func runOutbox() async {
        let signal = environment.signals.outbox
        while !Task.isCancelled {
            signal.lower()
            guard let sender = session?.online?.sender, await !sender.drain() else {
                await signal.wait()
                continue
            }
            let pause = sender.drawPause()
            _ = await signal.isQuiet(forMilliseconds: pause, by: environment.clock)
        }
    }

    /// Renews tokens before their end, and ends sessions that were left open here, until the task
    /// is cancelled.
    private func runRenewal() async {
        let signal = environment.signals.renewal
        while !Task.isCancelled {
            signal.lower()
            guard let online = session?.online, online.line.tokens.isRenewable else {
                if await remoteWipe.sendPending() {
                    await signal.wait()
                } else {
                    await remoteWipe.pause()
                }
                continue
            }
            await online.renewTurn()
        }
    }

    /// Sends evidence to the bank until the task is cancelled.
    private func runEvidence() async {
        let signal = environment.signals.evidence
        while !Task.isCancelled {
            signal.lower()
            guard let evidence = session?.online?.evidence, evidence.isReady else {
                await signal.wait()
                continue
            }
            await evidence.step()
        }
    }

    /// Lowers the freshness when its time is over, without any message, and checks the whole record
    /// once a session and once a day.
    private func runWatch() async {
        await copies.destroyEnded()
        while !Task.isCancelled {
            environment.signals.watch.lower()
            guard let session else {
                await waitForSession()
                continue
            }
            guard await session.watch.tick() else { continue }
            let now = environment.clock.boottime()
            if session.health.isCheckDue(at: now) {
                session.health.beginCheck(at: now)
                await session.watch.checkRecord()
                continue
            }
            await lookForBank(at: now)
            let limit = bankLook.isWanted ? BankLook.pauseSeconds * 1_000 : nil
            await session.watch.waitForDeadline(from: now, limitMilliseconds: limit)
        }
    }

    /// Waits for a sign-in, and probes the bank meanwhile if a sign-in failed for want of it.
    private func waitForSession() async {
        let signal = environment.signals.watch
        guard bankLook.isWanted else { return await signal.wait() }
        await lookForBank(at: environment.clock.boottime())
        guard session == nil, bankLook.isWanted else { return }
        _ = await signal.isQuiet(
            forMilliseconds: BankLook.pauseSeconds * 1_000,
            by: environment.clock
        )
    }
}
