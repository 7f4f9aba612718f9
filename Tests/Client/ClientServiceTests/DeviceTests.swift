@testable import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import Testing
import WireProtocol

// Goal: everything that a console asks for has a place in one signed sequence, given once; what was
// sent is taken back only by the bank.
// Method: transfers over a line that fails, and the stamps as they were on the wire.

@Suite struct DeviceTests {
    private func expectChain(_ stamps: [DeviceStamp], _ console: Console) async throws {
        let device = try #require(await console.client.opened?.outbox.device())
        let key = try #require(Ed25519.PublicKey(rawBytes: device.publicKey))
        let sent = await console.bank.requests.flatMap(\.submitted)
        var hashes: [Int64: Digest256] = [0: .zero]
        for submission in sent {
            let stamp = try #require(submission.stamp)
            let digest = SHA256.digest(of: submission.reviewed)
            #expect(stamp.deviceID == device.deviceID)
            #expect(stamp.previous == hashes[stamp.sequence - 1])
            #expect(key.isValid(signature: stamp.signature, for: stamp.signedBytes(for: digest)))
            hashes[stamp.sequence] = stamp.hash(for: digest)
        }
        #expect(Set(stamps.map(\.sequence)) == Set(1...Int64(Set(stamps).count)))
    }

    @Test("each transfer has the next number, signed, and names the one before")
    func sequence() async throws {
        let console = Console()
        try await console.ready()
        for amount: Int64 in [100, 200, 300] { _ = try await console.authorise(amount) }
        let stamps = await console.bank.stamps
        #expect(stamps.map(\.sequence) == [1, 2, 3])
        try await expectChain(stamps, console)
    }

    @Test("a retry, another code and a restart keep the number that was given")
    func neverRenumbered() async throws {
        var console = Console()
        try await console.ready()
        await console.bank.setLine(then: .losesReply)
        _ = try await console.authorise(100)
        await console.bank.setLine(then: .up)
        let review = try await console.review(200)
        _ = await console.client.authorise(review, code: secret("000000"))
        _ = await console.client.reauthorise(
            review.reviewed.intentKey,
            code: secret(FakeBank.code)
        )
        await console.bank.setLine(then: .down)
        _ = try await console.authorise(300)
        await console.bank.setLine(then: .up)
        console = console.restarted()
        try await console.ready()
        try await console.drain()
        // Keys hold the time; after the restart the test's random numbers begin anew.
        console.clock.advance(milliseconds: 5)
        _ = try await console.authorise(400)
        let stamps = await console.bank.stamps
        #expect(stamps.map(\.sequence) == [1, 2, 2, 3, 4])
        try await expectChain(stamps, console)
    }

    @Test("the bank is told the key and the last number at the beginning")
    func beginning() async throws {
        let console = Console()
        try await console.ready()
        _ = try await console.authorise(100)
        let again = console.restarted()
        try await again.ready()
        let begun = await console.bank.requests.compactMap { request in
            if case .beginSync(let begin) = request { begin } else { nil }
        }
        #expect(begun.map(\.deviceSequence) == [0, 1])
        #expect(Set(begun.map(\.deviceKey)).count == 1)
        #expect(begun.allSatisfy { $0.deviceKey.count == 32 })
    }

    @Test(
        "a bank that has seen more than this outbox knows gets a new sequence, not a number twice"
    )
    func olderOutbox() async throws {
        let console = Console()
        await console.bank.setDeviceSequence(7)
        try await console.ready()
        _ = try await console.authorise(100)
        let begun = await console.bank.requests.compactMap { request in
            if case .beginSync(let begin) = request { begin.deviceKey } else { nil }
        }
        let device = try #require(await console.client.opened?.outbox.device())
        #expect(begun.first != device.publicKey)
        #expect(await console.bank.stamps.map(\.sequence) == [1])
        #expect(await console.bank.stamps.first?.deviceID == device.deviceID)
    }

    // Symptom: a console changed its key without need.
    // Cause: the bank's count was compared with the one from before the question.
    // Proves: a number given meanwhile is the console's own.
    @Test("a transfer that is sent while the bank is asked how to begin starts no new sequence")
    func sentMeanwhile() async throws {
        let console = Console()
        try await console.ready()
        let review = try await console.review(100)
        let before = try #require(await console.client.opened?.outbox.device())
        await console.bank.setDeviceSequence(1)
        await console.bank.beforeBeginning {
            _ = await console.client.authorise(review, code: secret(FakeBank.code))
        }
        await console.bank.setLine([.down], then: .up)
        try await console.refresh()
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        let after = try #require(await console.client.opened?.outbox.device())
        #expect(after.lastSequence == 1)
        #expect(after.deviceID == before.deviceID)
    }

    @Test(
        "a transfer that may have been sent is taken back by asking the bank, and stays taken back"
    )
    func cancelSent() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine([.losesRequest], then: .up)
        let review = try await console.review(200)
        _ = await console.client.authorise(review, code: secret(FakeBank.code))
        let key = review.reviewed.intentKey
        #expect(try await console.client.cancel(key) == .cancelled)
        try await console.drain()
        #expect(await console.ledger.postCount == 0)
        #expect(await console.bank.submittedKeys.isEmpty)
    }

    @Test("one that the bank had posted is not cancelled, and says so")
    func cancelTooLate() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine([.losesReply], then: .up)
        let review = try await console.review(200)
        _ = await console.client.authorise(review, code: secret(FakeBank.code))
        let outcome = try await console.client.cancel(review.reviewed.intentKey)
        guard case .decided(let decision) = outcome, case .posted = decision.outcome else {
            Issue.record("it ended with \(outcome)")
            return
        }
        #expect(await console.ledger.postCount == 1)
    }

    @Test("a wish to take back is stored before the bank is asked, and asked again after a restart")
    func cancelStored() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .losesRequest)
        let review = try await console.review(200)
        _ = await console.client.authorise(review, code: secret(FakeBank.code))
        #expect(try await console.client.cancel(review.reviewed.intentKey) == .waiting)
        await console.bank.setLine(then: .up)
        let again = console.restarted()
        try await again.ready()
        #expect(try await again.client.outbox().map(\.isCancelAsked) == [true])
        try await again.drain()
        #expect(await console.ledger.postCount == 0)
        guard case .decided? = try await again.client.outbox().first?.state else {
            Issue.record("the bank was not asked")
            return
        }
    }
}
