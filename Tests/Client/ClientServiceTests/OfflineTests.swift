@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import IdentityCore
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: without the bank the record can be read with the password until the lease ends, and not a
// moment longer; a wipe leaves nothing.
// Method: a clock that is moved and set back, and a bank that is cut off or orders a wipe.

@Suite struct OfflineTests {
    private func leftConsole() async throws -> Console {
        let console = Console(amounts: [100_000, -300])
        try await console.ready()
        await console.bank.setLine(then: .down)
        await console.client.signOut()
        return console.restarted()
    }

    private func open(
        _ console: Console,
        _ password: String = FakeBank.password
    ) async
        -> OfflineOutcome
    {
        await console.client.openOffline(user: "asha", password: secret(password))
    }

    private func isOpened(_ outcome: OfflineOutcome) -> Bool {
        if case .opened = outcome { true } else { false }
    }

    @Test("the password opens the record without the bank: cached, readable, nothing to send")
    func opened() async throws {
        let console = try await leftConsole()
        let leaseEnd = VirtualClock.start.adding(seconds: 86_400)
        let outcome = await open(console)
        guard case .opened(let user, let end) = outcome else {
            Issue.record("it ended with \(outcome)")
            return
        }
        #expect(end == leaseEnd)
        #expect(user.displayName == "Asha")
        #expect(user.userID == FakeBank.userID)
        let summary = try await console.savings()
        #expect(summary.balance.booked.minorUnits == 99_700)
        #expect(summary.balance.freshness == .cached(asOf: VirtualClock.start))
        #expect(try await console.client.recentActivity(limit: 9).count == 2)
        #expect(try await console.client.statementMonths(of: FakeLedger.savings).count == 1)
        #expect(await console.client.status().notice == .openedOffline)
        #expect(try await console.client.syncReport().channel == .none)
        #expect(await console.client.unlock(password: secret(FakeBank.password)) == .unlocked)
    }

    // Symptom: whoever read the offline copy never learned that the bank was back.
    @Test("beside the offline copy the bank is looked for, and that it answers is told")
    func lookForBank() async throws {
        let console = try await leftConsole()
        _ = await open(console)
        let now = console.clock.boottime()
        await console.client.lookForBank(at: now)
        #expect(await console.client.status().isBankReachable == false)
        await console.bank.setLine(then: .up)
        // Too early to ask again.
        let early = now.adding(seconds: BankLook.pauseSeconds - 1)
        await console.client.lookForBank(at: early)
        #expect(await console.client.status().isBankReachable == false)
        let events = await console.client.events()
        await console.client.lookForBank(at: early.adding(seconds: 1))
        #expect(await console.client.status().isBankReachable)
        var iterator = events.makeAsyncIterator()
        guard case .statusChanged(let status) = await iterator.next() else {
            Issue.record("nobody was told")
            return
        }
        #expect(status.isBankReachable)
        #expect(status.notice == .openedOffline)
    }

    // Symptom: "The bank answers again" stood on after the bank had stopped once more. Cause: whoever
    // waited to sign in was told once, and the bank was not looked for any more.
    @Test("that the bank answers is taken back when it stops again, signed in offline or not")
    func stopsAgain() async throws {
        for isOffline in [false, true] {
            let console = try await leftConsole()
            if isOffline { _ = await open(console) } else { _ = await console.signIn() }
            var now = console.clock.boottime()
            for isUp in [true, false, true] {
                await console.bank.setLine(then: isUp ? .up : .down)
                now = now.adding(seconds: BankLook.pauseSeconds)
                await console.client.lookForBank(at: now)
                #expect(await console.client.status().isBankReachable == isUp, "\(isOffline)")
            }
            // Somebody tries, and it has stopped since it was last looked for.
            await console.bank.setLine(then: .down)
            _ = await console.signIn()
            #expect(await !console.client.status().isBankReachable)
        }
    }

    // Symptom: whoever could not sign in was told so until they tried again.
    @Test("whoever could not sign in is told when the bank answers")
    func lookBeforeSignIn() async throws {
        let console = Console()
        await console.bank.setLine(then: .down)
        #expect(await console.signIn() == .unreachable(.lineDown))
        let events = await console.client.events()
        await withTaskGroup { group in
            group.addTask { await console.client.run() }
            let pause = BankLook.pauseSeconds * 1_000
            await console.clock.untilSomebodySleeps(milliseconds: pause)
            await console.bank.setLine(then: .up)
            console.clock.advance(milliseconds: pause)
            for await event in events {
                if case .statusChanged(let status) = event, status.isBankReachable { break }
            }
            group.cancelAll()
        }
        // The next attempt finds out by itself.
        await console.bank.setLine(then: .down)
        _ = await console.signIn()
        #expect(await !console.client.status().isBankReachable)
    }

    @Test(
        "a bank that answers and serves nobody is not told as there again",
        arguments: [Problem.Code.busy, .internalFailure, .terminalUnknown, .upgradeNeeded]
    )
    func servesNobody(code: Problem.Code) async throws {
        let console = Console()
        await console.bank.setLine(then: .down)
        _ = await console.signIn()
        await console.bank.setLine(then: .up)
        await console.bank.setProblem(code)
        let later = console.clock.boottime().adding(seconds: BankLook.pauseSeconds)
        await console.client.lookForBank(at: later)
        #expect(await !console.client.status().isBankReachable)
    }

    @Test("without a line it is told whether anything is held here that could be read")
    func holdsCopy() async throws {
        let console = try await leftConsole()
        #expect(await console.signIn() == .unreachable(.lineDown, copy: .here))
        // Whose it is, is not told.
        let outcome = await console.client.signIn(
            user: "nobody",
            password: secret("x"),
            code: secret("1")
        )
        #expect(outcome == .unreachable(.lineDown, copy: .here))
    }

    // Symptom: a copy that had never been fetched was opened "as of never", and said that the user had
    // no accounts.
    @Test("a record that was never fetched is not opened, and said to hold nothing yet")
    func emptyCopy() async throws {
        let first = Console()
        await first.signIn()
        await first.bank.setLine(then: .down)
        await first.client.signOut()
        let console = first.restarted()
        #expect(await open(console) == .empty)
        #expect(await console.client.opened == nil)
        #expect(await open(console, "wrong") == .refused)
        await console.bank.setLine(then: .up)
        try await console.ready()
        await console.bank.setLine(then: .down)
        await console.client.signOut()
        #expect(isOpened(await open(console)))
    }

    @Test("a transfer cannot be made without the bank, and the draft says why")
    func readingOnly() async throws {
        let console = try await leftConsole()
        _ = await open(console)
        let draft = TransferDraft(
            from: FakeLedger.savings,
            to: FakeLedger.payee,
            amount: Money(minorUnits: 5, currency: FakeLedger.currency),
            reference: ""
        )
        #expect(await console.client.review(draft) == .problem(.readingOnly))
    }

    @Test("what was queued is shown, can be taken back, and is sent after the next sign-in")
    func queue() async throws {
        let first = Console()
        try await first.ready()
        await first.bank.setLine(then: .down)
        #expect(try await first.authorise(100).isQueued)
        #expect(try await first.authorise(200).isQueued)
        await first.client.signOut()
        let console = first.restarted()
        _ = await open(console)
        let items = try await console.client.outbox()
        #expect(items.map(\.state) == [.queued, .queued])
        let key = try #require(items.first?.reviewed.intentKey)
        #expect(try await console.client.cancel(key) == .cancelled)
        await console.bank.setLine(then: .up)
        try await console.ready()
        try await console.drain()
        #expect(await console.ledger.postCount == 1)
        #expect(await console.client.status().notice == nil)
    }

    @Test("a wrong password, and a user of whom nothing is held, are refused alike")
    func refused() async throws {
        let console = try await leftConsole()
        #expect(await open(console, "wrong") == .refused)
        #expect(
            await console.client.openOffline(user: "nobody", password: secret("x")) == .refused
        )
        #expect(isOpened(await open(console)))
    }

    @Test("after three wrong passwords each further one has to wait, twice as long each time")
    func delays() async throws {
        let console = try await leftConsole()
        for _ in 0..<3 { #expect(await open(console, "x") == .refused) }
        #expect(await open(console, "x") == .refused)
        #expect(await open(console) == .mustWait(seconds: 3))
        console.clock.advance(milliseconds: 2_000)
        #expect(await open(console, "x") == .refused)
        #expect(await open(console) == .mustWait(seconds: 5))
        console.clock.advance(milliseconds: 4_000)
        #expect(isOpened(await open(console)))
        await console.client.signOut()
        #expect(await open(console, "x") == .refused)
        #expect(isOpened(await open(console)))
    }

    @Test("after ten wrong passwords nothing opens it any more but the bank")
    func destroyedByTries() async throws {
        let console = try await leftConsole()
        for _ in 0..<OfflineTries.limit {
            console.clock.advance(milliseconds: 600_000)
            #expect(await open(console, "x") == .refused)
        }
        #expect(await open(console) == .refused)
        #expect(console.storage.readLease(ofUser: "asha") == nil)
        await console.bank.setLine(then: .up)
        try await console.ready()
        #expect(try await console.savings().balance.booked.minorUnits == 99_700)
    }

    @Test("when the lease is over its key is destroyed, and only the bank opens the record")
    func leaseEnded() async throws {
        let console = try await leftConsole()
        console.clock.advance(milliseconds: 86_400_000)
        #expect(await open(console) == .leaseEnded)
        #expect(console.storage.readLease(ofUser: "asha") == nil)
        #expect(await open(console) == .refused)
    }

    @Test("a clock that is set back does not lengthen the lease")
    func clockSetBack() async throws {
        let console = try await leftConsole()
        console.clock.advance(milliseconds: 86_000_000)
        #expect(isOpened(await open(console)))
        await console.client.signOut()
        console.clock.setWall(back: 86_000)
        #expect(isOpened(await open(console)))
        let session = try #require(await console.client.opened)
        #expect(await console.client.isLeaseOver(session) == false)
        console.clock.advance(milliseconds: 400_000)
        #expect(await console.client.isLeaseOver(session) == true)
    }

    @Test("a record that is open when the lease ends is closed, and the key goes")
    func leaseEndsWhileOpen() async throws {
        let console = try await leftConsole()
        _ = await open(console)
        let events = await console.client.events()
        await withTaskGroup { group in
            group.addTask { await console.client.run() }
            // Between two stretches of the check of the whole record.
            await console.clock.untilSomebodySleeps(milliseconds: 10)
            console.clock.advance(milliseconds: 86_400_000)
            for await event in events where event == .signedOut { break }
            group.cancelAll()
        }
        #expect(await console.client.opened == nil)
        #expect(await console.client.status().notice == .leaseEnded)
        #expect(console.storage.readLease(ofUser: "asha") == nil)
    }

    @Test("a lease that ends while the record is checked ends the session then, not after it")
    func leaseEndsDuringCheck() async throws {
        let console = try await leftConsole()
        _ = await open(console)
        let session = try #require(await console.client.opened)
        await withTaskGroup { group in
            group.addTask { await console.client.checkRecord(session) }
            await console.clock.untilSomebodySleeps(milliseconds: 10)
            console.clock.advance(milliseconds: 86_400_000)
        }
        #expect(await console.client.opened == nil)
        #expect(await console.client.status().notice == .leaseEnded)
    }

    @Test("the lease is lengthened whenever the bank says so")
    func lengthened() async throws {
        let console = Console()
        try await console.ready()
        console.clock.advance(milliseconds: 3_600_000)
        try await console.refresh()
        let end = VirtualClock.start.adding(seconds: 3_600 + 86_400)
        #expect(try await console.client.syncReport().leaseEndsAt == end)
        let bytes = try #require(console.storage.readLease(ofUser: "asha"))
        #expect(LeaseFile(bytes)?.endsAt == end)
    }

    @Test("no part of a lease that was changed opens anything", arguments: 0..<4)
    func changedLease(part: UInt64) async throws {
        let console = try await leftConsole()
        let bytes = try #require(console.storage.readLease(ofUser: "asha"))
        let file = try #require(LeaseFile(bytes))
        var random = SplitMix64(seed: part)
        for _ in 0..<20 {
            var key = file.sealedKey
            var facts = file.sealedFacts
            if part % 2 == 0 {
                key[Int(random.next() % UInt64(key.count))] ^= 1
            } else {
                facts[Int(random.next() % UInt64(facts.count))] ^= 1
            }
            let changed = LeaseFile(
                salt: file.salt,
                cost: file.cost,
                userID: part == 2 ? UserID(rawValue: 1) : file.userID,
                sealedKey: key,
                sealedFacts: facts,
                endsAt: file.endsAt,
                seenAt: file.seenAt
            )
            console.storage.writeLease(changed.bytes, ofUser: "asha")
            #expect(await open(console) == .refused)
        }
    }

    @Test("an order to wipe destroys record and lease at once, is confirmed, signed, and told")
    func wiped() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        #expect(try await console.authorise(100).isQueued)
        await console.bank.setLine(then: .up)
        let device = try #require(await console.client.opened?.outbox.device())
        let records = try await console.records()
        await console.bank.setProblem(.wipe)
        let events = await console.client.events()
        try await console.refresh()
        for await event in events where event == .signedOut { break }
        #expect(await console.client.opened == nil)
        #expect(await console.client.status().notice == .wiped)
        #expect(console.storage.readLease(ofUser: "asha") == nil)
        let receipts = await console.bank.requests.compactMap { request in
            if case .wiped(let receipt) = request { receipt } else { nil }
        }
        #expect(receipts.map(\.nonce) == [FakeBank.wipeNonce])
        let key = try #require(Ed25519.PublicKey(rawBytes: device.publicKey))
        #expect(
            receipts.allSatisfy {
                key.isValid(signature: $0.signature, for: FakeBank.wipeNonce)
            }
        )
        #expect(await open(console) == .refused)
        await console.bank.setProblem(nil)
        await console.signIn()
        #expect(try await console.records() !== records)
        #expect(try await console.client.accounts().isEmpty)
        #expect(try await console.client.outbox().map(\.state) == [.queued])
    }

    @Test("an order to wipe that is given at sign-in destroys what is held of that user")
    func wipedAtSignIn() async throws {
        let console = try await leftConsole()
        await console.bank.setLine(then: .up)
        await console.bank.setProblem(.wipe)
        #expect(await console.signIn() == .shutOut)
        #expect(await console.client.status().notice == .wiped)
        #expect(console.storage.readLease(ofUser: "asha") == nil)
    }

    // Symptom: a record opened without the bank was wiped at sign-in, and its figures stayed on the
    // screen. Cause: the listener was not told that the session was over.
    // Proves: it is told, with the reason, once the record is gone.
    @Test("a wipe at sign-in ends the record that is open without the bank, and tells the listener")
    func wipedAtSignInWhileOpen() async throws {
        let console = try await leftConsole()
        #expect(isOpened(await open(console)))
        await console.bank.setLine(then: .up)
        await console.bank.setProblem(.wipe)
        let events = await console.client.events()
        #expect(await console.signIn() == .shutOut)
        _ = await console.client.events()
        var seen: [ClientEvent] = []
        for await event in events { seen.append(event) }
        #expect(seen.last == .signedOut)
        let notices = seen.compactMap { event in
            if case .statusChanged(let status) = event { status.notice } else { nil }
        }
        #expect(Set(notices) == [.wiped])
        #expect(await console.client.opened == nil)
    }

    @Test(
        "a receipt that the bank could not take is sent again; one that it will never take is not",
        arguments: [
            (Problem.Code.busy, false), (.slowDown, false), (.internalFailure, false),
            (.malformed, true), (.notFound, true),
        ]
    )
    func refusedReceipt(code: Problem.Code, isOver: Bool) async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setReceiptProblem(code)
        await console.bank.setProblem(.wipe)
        try await console.refresh()
        #expect(await console.client.opened == nil)
        #expect(await (console.client.pendingReceipt == nil) == isOver)
        await console.bank.setReceiptProblem(nil)
        #expect(await console.client.sendPendingReceipt())
    }

    @Test("a wipe whose receipt was lost is confirmed again until the bank has heard of it")
    func lostReceipt() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setProblem(.wipe)
        await console.bank.setLine([.up], then: .down)
        try await console.refresh()
        #expect(await console.client.opened == nil)
        #expect(await !console.client.sendPendingReceipt())
        await console.bank.setLine(then: .up)
        #expect(await console.client.sendPendingReceipt())
    }
}
