import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore

/// A user at a console, who acts as the seed decides.
final class Customer: Sendable {
    let console: SimulatedConsole
    private let world: World
    private let desk: Host
    private let dice: Cell<Dice>
    private let orderCount = Cell(0)
    private let isSignedIn = Cell(false)
    private let wasRefused = Cell(false)
    private let wasSignedOutByBank = Cell(false)
    private let settleCount = Cell(0)
    private let hasReadEverything = Cell(false)

    init(console: SimulatedConsole, desk: Host) {
        self.console = console
        self.desk = desk
        world = console.world
        dice = Cell(Dice(seed: world.seed, part: "customer \(console.number)"))
    }

    /// Acts until the storm is over.
    func work() async throws {
        while world.isStormy {
            try await world.waitForMorning(desk)
            try await desk.sleep(nanoseconds: dice.value.within(100...3_600) * 1_000_000)
            try await restartIfEnded()
            guard let life = console.life else { continue }
            world.count(\.operations)
            if await isReallySignedIn(life) {
                try await doSomething(life)
            } else {
                try await signIn(life)
            }
        }
    }

    /// Settles the console after the storm: new codes are given, every entry is read, and nothing
    /// may be left waiting.
    func finish(until end: Int64) async throws {
        await compareIfMisled()
        while world.time.elapsed < end, world.oracle.violation == nil {
            try await restartIfEnded()
            guard let life = console.life else { continue }
            if await isReallySignedIn(life) {
                if try await settle(life) { return }
                try await desk.sleep(nanoseconds: 1_500_000_000)
            } else {
                try await signIn(life)
                try await desk.sleep(nanoseconds: 500_000_000)
            }
        }
        // A clock set years ahead ends the lease, which is not judged here.
        world.oracle.expect(
            .liveness,
            console.isClockWrong,
            "console \(console.number) is not live, or still waits, long after the faults"
        )
    }

    /// Signs out if forged data needs one more comparison.
    ///
    /// The next session begins with one, which would otherwise be due in a quarter of an hour.
    private func compareIfMisled() async {
        guard world.oracle.notes(on: console).isMisled else { return }
        world.oracle.change(console) { $0.isMisled = false }
        if let life = console.life { await signOut(life) }
    }

    private func restartIfEnded() async throws {
        guard console.life == nil else { return }
        isSignedIn.value = false
        try await desk.sleep(nanoseconds: dice.value.within(300...8_000) * 1_000_000)
        console.start()
    }

    private func isReallySignedIn(_ life: ConsoleLife) async -> Bool {
        guard isSignedIn.value else { return false }
        let isOpen = await life.host.call { (try? await life.client.outbox()) != nil } ?? false
        if !isOpen {
            isSignedIn.value = false
            if console.life?.host === life.host { wasSignedOutByBank.value = true }
        }
        return isOpen
    }

    private func signIn(_ life: ConsoleLife) async throws {
        try await desk.sleep(nanoseconds: console.owner.waitForFreshCode)
        let code = console.owner.code()
        let name = console.owner.owner.name
        let outcome = await life.host.call {
            await life.client.signIn(
                user: name,
                password: Town.secret(Array(Town.password.utf8)),
                code: code
            )
        }
        world.trace.note("console \(console.number): sign-in \(outcome.map(Self.word) ?? "…")")
        switch outcome {
        case .signedIn:
            isSignedIn.value = true
            if wasRefused.value { world.note(.signedInAfterRefusal) }
            if wasSignedOutByBank.value { world.note(.signedInAgain) }
            wasRefused.value = false
            wasSignedOutByBank.value = false
        case .refused: wasRefused.value = true
        case .mustWait(let seconds):
            wasRefused.value = true
            try await desk.sleep(nanoseconds: seconds * Instant.nanosecondsPerSecond)
        case .unreachable: await openOffline(life)
        case .shutOut, .storageFailed, .failed, nil: break
        }
    }

    /// Opens the console's record without the bank and looks at it.
    private func openOffline(_ life: ConsoleLife) async {
        guard dice.value.percent(60) else { return }
        let name = console.owner.owner.name
        let outcome = await life.host.call {
            await life.client.openOffline(
                user: name,
                password: Town.secret(Array(Town.password.utf8))
            )
        }
        guard case .opened(_, let leaseEndsAt)? = outcome else { return }
        world.trace.note("console \(console.number): opens its record without the bank")
        world.note(.openedOffline)
        // The console's wall clock may be behind, but the bank's time that it saw is not.
        let slack = BankHost.clockStepSeconds.upperBound
        world.oracle.expect(
            .revoked,
            console.isClockWrong || world.oracle.state.value.hasClockJumped
                || world.time.trueTime < leaseEndsAt.adding(seconds: slack),
            "console \(console.number) opens its record after the lease"
        )
        await look(life)
    }

    private static func word(_ outcome: SignInOutcome) -> String {
        switch outcome {
        case .signedIn: "worked"
        case .refused: "was refused"
        case .mustWait(let seconds): "must wait \(seconds) s"
        case .unreachable: "found no bank"
        case .shutOut: "is shut out"
        case .storageFailed, .failed: "failed"
        }
    }

    private func doSomething(_ life: ConsoleLife) async throws {
        switch dice.value.below(100) {
        case ..<34: try await transfer(life)
        case ..<54: await look(life)
        case ..<62: await readEntries(life)
        case ..<74: try await tidyOutbox(life)
        case ..<78: await takeBack(life)
        case ..<82: await life.host.call { await life.client.refresh() }
        case ..<86: await signOut(life)
        default: await readRest(life)
        }
    }

    private func look(_ life: ConsoleLife) async { await Self.look(life, console) }

    /// Reads the balances and lets the oracle judge them.
    static func look(_ life: ConsoleLife, _ console: SimulatedConsole) async {
        let world = console.world
        await life.host.call {
            let start = world.time.elapsed
            guard let summaries = try? await life.client.accounts(), life.host.isAlive else {
                return
            }
            world.oracle.sawBalances(
                summaries,
                between: start,
                and: world.time.elapsed,
                on: console
            )
            let isLive = summaries.contains { summary in
                if case .live = summary.balance.freshness { true } else { false }
            }
            guard isLive, world.oracle.wasRestored(before: start) else { return }
            let cursor = await console.record.current.state().cursor
            world.oracle.sawLiveAfterRestore(cursor, on: console)
        }
    }

    private func readEntries(_ life: ConsoleLife) async {
        let first = dice.value.below(6)
        let pick = dice.value.bits()
        await life.host.call {
            guard let accounts = try? await life.client.accounts(), !accounts.isEmpty else {
                return
            }
            let account = accounts[Int(pick % UInt64(accounts.count))]
            _ = try? await life.client.entries(
                of: account.record.accountID,
                places: first..<first + 20,
                among: nil
            )
        }
    }

    private func readRest(_ life: ConsoleLife) async {
        await life.host.call {
            _ = try? await life.client.recentActivity(limit: 5)
            _ = try? await life.client.payees()
            guard let account = try? await life.client.accounts().first else { return }
            _ = try? await life.client.holds(of: account.record.accountID)
        }
    }

    private func signOut(_ life: ConsoleLife) async {
        world.trace.note("console \(console.number): signs out")
        await life.host.call { await life.client.signOut() }
        isSignedIn.value = false
    }

    // MARK: Transfers

    private func transfer(_ life: ConsoleLife) async throws {
        guard let draft = await draft(life) else { return }
        let start = world.time.trueTime
        guard case .review(let made)? = await life.host.call({ await life.client.review(draft) })
        else { return }
        let review = world.bug?.plant(in: made, console.wallTime) ?? made
        world.oracle.sawReview(review.reviewed, since: start, on: console)
        let code = try await chooseCode()
        world.oracle.willAuthorise(review.reviewed, on: console.number)
        world.count(\.transfers)
        world.trace.note(
            "console \(console.number): authorises \(Oracle.short(review.reviewed.intentKey)) "
                + "\(draft.reference)"
        )
        let outcome = await life.host.call { await life.client.authorise(review, code: code) }
        note(outcome)
        if world.bug == .unknownTreatedAsUnsent, case .queued = outcome {
            // Repeats the order under another key, as if nothing could have been sent.
            try await repeatOrder(draft, life)
        }
        // Some users cancel instead of waiting, one transfer or all that wait.
        guard case .queued(let key) = outcome, dice.value.percent(35) else { return }
        if dice.value.percent(60) { await takeBack(key, life) } else { await takeBack(life) }
    }

    private func repeatOrder(_ draft: TransferDraft, _ life: ConsoleLife) async throws {
        guard case .review(let review)? = await life.host.call({ await life.client.review(draft) })
        else { return }
        try await desk.sleep(nanoseconds: console.owner.waitForFreshCode)
        let code = console.owner.code()
        world.oracle.willAuthorise(review.reviewed, on: console.number)
        note(await life.host.call { await life.client.authorise(review, code: code) })
    }

    private func note(_ outcome: TransferOutcome?) {
        guard let outcome else { return }
        world.trace.note("console \(console.number): transfer \(Self.word(outcome))")
        if case .refused = outcome { world.note(.transferRefused) }
    }

    private static func word(_ outcome: TransferOutcome) -> String {
        switch outcome {
        case .posted(let decision): "posted \(Oracle.short(decision.key))"
        case .refused(let decision): "refused \(Oracle.short(decision.key))"
        case .queued(let key): "queued \(Oracle.short(key))"
        case .codeRefused(let refusal): "code refused: \(refusal)"
        case .failed: "failed"
        }
    }

    private func draft(_ life: ConsoleLife) async -> TransferDraft? {
        guard let known = await life.host.call({ try? await life.client.accounts() }),
            let accounts = known,
            let listed = await life.host.call({ try? await life.client.payees() }),
            let payees = listed, let from = dice.value.pick(accounts)
        else { return nil }
        let currency = from.record.currency
        let near = accounts.filter { $0.record.currency == currency }.map(\.record.accountID)
            .filter { $0 != from.record.accountID }
        let listedHere = payees.filter { $0.currency == currency }.map(\.accountID)
        guard let to = dice.value.pick(near + listedHere) else { return nil }
        orderCount.value += 1
        return TransferDraft(
            from: from.record.accountID,
            to: to,
            amount: Money(minorUnits: amount(from.record.accountID, to), currency: currency),
            reference: "order \(console.number)-\(orderCount.value)"
        )
    }

    /// Draws an amount: mostly small, at times above the limit, at a limit, or one above it.
    private func amount(_ from: AccountID, _ to: AccountID) -> Int64 {
        if dice.value.percent(6) { return 450_000 }
        let usual = dice.value.within(1...30_000)
        guard dice.value.percent(12) else { return usual }
        let user = console.owner.owner.id
        return Edges.amount(from: from, to: to, of: user, in: world, &dice.value) ?? usual
    }

    /// Returns a code: mostly a fresh one, at times the previous one, and seldom a wrong one.
    private func chooseCode() async throws -> SharedSecret {
        let choice = dice.value.below(100)
        if choice < 3 { return Town.secret(Array("000000".utf8)) }
        if choice < 92 { try await desk.sleep(nanoseconds: console.owner.waitForFreshCode) }
        return console.owner.code()
    }

    private func tidyOutbox(_ life: ConsoleLife) async throws {
        let items = await life.host.call { (try? await life.client.outbox()) ?? [] } ?? []
        for item in items {
            let key = item.reviewed.intentKey
            switch item.state {
            case .needsCode:
                let code = try await chooseCode()
                world.note(.authorisedAgain)
                note(await life.host.call { await life.client.reauthorise(key, code: code) })
            case .decided, .cancelled:
                if dice.value.percent(50) {
                    await life.host.call { _ = try? await life.client.acknowledge(key) }
                }
            case .queued, .sending, .unknown: break
            }
        }
    }

    private func takeBack(_ life: ConsoleLife) async {
        let items = await life.host.call { (try? await life.client.outbox()) ?? [] } ?? []
        for item in items { await takeBack(item.reviewed.intentKey, life) }
    }

    private func takeBack(_ key: IntentKey, _ life: ConsoleLife) async {
        let outcome = await life.host.call { try? await life.client.cancel(key) }
        guard case .cancelled?? = outcome else { return }
        world.trace.note("console \(console.number): took \(Oracle.short(key)) back")
        world.note(.takenBack)
    }

    // MARK: The end

    /// Returns true if nothing is left to do at this console.
    private func settle(_ life: ConsoleLife) async throws -> Bool {
        let items = await life.host.call { (try? await life.client.outbox()) ?? [] } ?? []
        for item in items {
            guard case .needsCode = item.state else { continue }
            try await desk.sleep(nanoseconds: console.owner.waitForFreshCode)
            let code = console.owner.code()
            let key = item.reviewed.intentKey
            world.note(.authorisedAgain)
            note(await life.host.call { await life.client.reauthorise(key, code: code) })
        }
        await look(life)
        var isDone = await isQuiet(life)
        if isDone, !hasReadEverything.value {
            // A damaged row hides the rows behind it. So findings are repaired first, and then
            // everything is read again.
            hasReadEverything.value = await readEverything(life)
            let isStillQuiet = await isQuiet(life)
            isDone = hasReadEverything.value && isStillQuiet
        }
        if isDone { return true }
        settleCount.value += 1
        // Work that waits for a delay is retried every third time.
        if settleCount.value % 3 == 0 { await life.host.call { await life.client.refresh() } }
        return false
    }

    /// Returns true if everything is live, nothing waits, and the record has reached the feed's
    /// head.
    private func isQuiet(_ life: ConsoleLife) async -> Bool {
        await life.host.call { [console, world] in
            let status = await life.client.status()
            guard case .live = status.freshness else { return false }
            let books = world.bank.disk
            let cursor = await console.record.current.state().cursor
            return status.queuedCount == 0 && status.catchingUp == nil
                && cursor?.epoch == books.epoch && cursor?.feedSequence == books.feedHead
        } ?? false
    }

    /// Reads every entry of the console; returns true if all of them could be read.
    private func readEverything(_ life: ConsoleLife) async -> Bool {
        await life.host.call {
            guard let accounts = try? await life.client.accounts() else { return false }
            var couldRead = true
            for account in accounts {
                let entries = try? await life.client.entries(
                    of: account.record.accountID,
                    places: 0..<max(1, account.entryCount),
                    among: nil
                )
                couldRead = couldRead && entries != nil
            }
            return couldRead
        } ?? false
    }
}
